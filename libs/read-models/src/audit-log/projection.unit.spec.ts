import type { DomainEvent } from '@keyledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import { auditLog } from './projection.js';

function rowsAfter(...events: readonly DomainEvent[]) {
  return foldLog(given(...events), [auditLog]).get('read.audit_log') ?? [];
}

describe('audit-log', () => {
  it('has one row for each event, with everything that was recorded beside it', () => {
    const [row] = rowsAfter({
      type: 'KeyRevoked',
      data: { keyId: 'key_1', accountId: 'acme', reason: 'leaked', comment: 'found in a paste' },
    });
    expect(row).toEqual({
      position: 10n,
      eventId: 'event-0',
      type: 'KeyRevoked',
      stream: 'key-key_1',
      revision: 0,
      keyId: 'key_1',
      accountId: 'acme',
      actor: 'key_admin0',
      time: '2026-01-01T00:00:00.000Z',
      reason: 'leaked',
      comment: 'found in a paste',
      data: { keyId: 'key_1', accountId: 'acme', reason: 'leaked', comment: 'found in a paste' },
      requestId: 'request-0',
      correlationId: 'correlation-0',
      causationId: 'request-0',
      clientAddress: '192.0.2.1',
      userAgent: 'curl/8',
    });
  });

  it('leaves the digest of a created key out and keeps the rest', () => {
    const created = keyCreated();
    const { digest, ...rest } = created.data;
    const [row] = rowsAfter(created);
    expect(row?.['data']).toEqual(rest);
    expect(JSON.stringify(row?.['data'])).not.toContain(digest.value);
  });

  it('has no key for events of an account, and no reason where none was given', () => {
    const [row] = rowsAfter({
      type: 'AccountOpened',
      data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
    });
    expect(row).toMatchObject({ keyId: null, accountId: 'acme', reason: null, comment: null });
  });

  it('keeps the comment of an event that has no reason', () => {
    const [row] = rowsAfter({ type: 'ApiAccessEnabled', data: { accountId: 'acme', comment: 'paid' } });
    expect(row).toMatchObject({ reason: null, comment: 'paid' });
  });
});
