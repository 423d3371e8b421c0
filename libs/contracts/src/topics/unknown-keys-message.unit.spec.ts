import { describe, expect, it } from '@jest/globals';
import { fromRequestMessage } from './request-message.js';
import {
  fromUnknownKeysMessage,
  isUnknownKeysMessage,
  toUnknownKeysMessage,
  type UnknownKeysEvent,
} from './unknown-keys-message.js';

const event: UnknownKeysEvent = {
  network: '2001:db8::/48',
  accountId: 'acme',
  requests: 7,
  valueMarks: '8000000000000001',
  firstTime: '2026-11-21T08:15:30.125Z',
  lastTime: '2026-11-21T08:15:31.000Z',
  producer: '0b8f1c52-7d0e-4a53-9a0e-3f6f0f3b7c11',
  sequence: 4711,
};
const message = toUnknownKeysMessage(event);

describe('counts of unknown keys on their topic', () => {
  it('come back as they were, to whoever asks for them', () => {
    expect(isUnknownKeysMessage(message)).toBe(true);
    expect(fromUnknownKeysMessage(message)).toEqual(event);
    expect(message.key).toBe(event.network);
    expect(fromRequestMessage(message)).toEqual({
      poison: expect.stringMatching(/^header ce_type/) as unknown,
    });
  });

  it('come from verifiers that did not tell values apart', () => {
    const value = JSON.stringify({ ...event, valueMarks: undefined });
    expect(fromUnknownKeysMessage({ ...message, value })).toEqual({ ...event, valueMarks: null });
  });

  it.each([
    ['none', { requests: 0 }, /^value requests: /],
    ['marks that are none', { valueMarks: '1'.repeat(17) }, /^value valueMarks: /],
    ['a field too many', { secret: 'x' }, /^value : /],
    ['another network', { network: '192.0.2.0/24' }, /^header ce_subject contradicts network$/],
    ['another time', { lastTime: event.firstTime }, /^header ce_time contradicts lastTime$/],
    ['another producer', { producer: 'p' }, /^header ce_source contradicts producer$/],
    ['another sequence', { sequence: 1 }, /^header ce_sequence contradicts sequence$/],
  ])('are poison with %s', (_, change, reason) => {
    const value = JSON.stringify({ ...event, ...change });
    expect(fromUnknownKeysMessage({ ...message, value })).toEqual({
      poison: expect.stringMatching(reason) as unknown,
    });
  });

  it('are poison where they are no JSON', () => {
    expect(fromUnknownKeysMessage({ ...message, value: '{' })).toEqual({ poison: 'the value is not JSON' });
  });
});
