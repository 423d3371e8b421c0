import { describe, expect, it } from '@jest/globals';
import type { Schemas } from '../../api/client.js';
import { differences } from './difference.js';

const key = {
  name: 'CRM',
  description: null,
  tags: ['a'],
  owner: null,
  environment: 'production',
  scopes: ['orders:read'],
  ipAllowlist: { enforced: false, entries: [] },
  expiresAt: null,
  status: 'active',
  revision: 1,
} as unknown as Schemas['Key'];

describe('a key that somebody else has changed meanwhile', () => {
  it('is shown by what is different', () => {
    const now = { ...key, name: 'CRM 2', scopes: ['orders:*'], revision: 2 };
    expect(differences(key, now)).toEqual([
      { field: 'name', before: 'CRM', now: 'CRM 2' },
      { field: 'scopes', before: 'orders:read', now: 'orders:*' },
    ]);
  });

  it('is not shown where only its use or revision is', () => {
    expect(differences(key, { ...key, revision: 5 })).toEqual([]);
  });
});
