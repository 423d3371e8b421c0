import { describe, expect, it } from '@jest/globals';
import { sensibleActions } from './alert-actions.js';

describe('what can be done about an alert', () => {
  it('is everything while it is open', () => {
    const all = ['acknowledge', 'resolve', 'mute', 'disable', 'revoke'];
    expect(sensibleActions({ status: 'open', keyId: 'key_1' })).toEqual(all);
  });

  it('is nothing to a key where it is about none', () => {
    expect(sensibleActions({ status: 'acknowledged', keyId: null })).toEqual(['resolve', 'mute']);
  });

  it('is nothing that has been done to the key already', () => {
    const alert = { status: 'resolved', keyId: 'key_1' } as const;
    expect(sensibleActions(alert, 'disabled')).toEqual(['mute', 'revoke']);
    expect(sensibleActions(alert, 'revoked')).toEqual(['mute']);
  });

  it('is about what may come again, once it is resolved', () => {
    expect(sensibleActions({ status: 'resolved', keyId: 'key_1' })).toEqual(['mute', 'disable', 'revoke']);
  });
});
