import { describe, expect, it } from '@jest/globals';
import { type KeyDraft, bodyOf, missingIn, warningsOf } from './key-draft.js';

const nowMs = Date.UTC(2030, 0, 1);
const draft: KeyDraft = {
  name: ' CRM integration ',
  description: ' ',
  owner: 'crm@acme.example',
  tags: ['crm'],
  environment: 'production',
  kind: null,
  scopes: ['orders:read'],
  expiry: { kind: 'days', days: 90 },
  addresses: { enforced: true, text: '10.1.2.3/8' },
};

describe('the draft of a key', () => {
  it('becomes the body of the request, without the white space around texts', () => {
    expect(bodyOf(draft, nowMs)).toEqual({
      name: 'CRM integration',
      description: null,
      owner: 'crm@acme.example',
      tags: ['crm'],
      environment: 'production',
      scopes: ['orders:read'],
      expiresAt: '2030-04-01T00:00:00.000Z',
      ipAllowlist: { enforced: true, entries: ['10.0.0.0/8'] },
    });
  });

  it('is not sent while something is missing or wrong', () => {
    expect(missingIn(draft)).toEqual([]);
    const bad: KeyDraft = {
      ...draft,
      name: ' ',
      scopes: [],
      expiry: { kind: 'date', local: '' },
      addresses: { enforced: true, text: 'nowhere' },
    };
    expect(missingIn(bad)).toEqual(['name', 'scopes', 'expiry', 'addresses']);
  });

  it('is warned of while it is filled in (WX-9, WX-12)', () => {
    expect(warningsOf(draft, 'hierarchical-scopes', nowMs)).toEqual([]);
    expect(warningsOf({ ...draft, name: 'Key1' }, 'hierarchical-scopes', nowMs)).toContain(
      'NAME_SAYS_LITTLE',
    );
    const short: KeyDraft = { ...draft, expiry: { kind: 'days', days: 1 } };
    expect(warningsOf(short, 'hierarchical-scopes', nowMs)).toContain('LIFETIME_OUTSIDE_GUIDANCE');
    expect(warningsOf({ ...draft, name: '' }, 'keyledger', nowMs)).not.toContain('NAME_SAYS_LITTLE');
  });
});
