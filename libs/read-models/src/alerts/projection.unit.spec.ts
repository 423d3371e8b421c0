import type { DomainEvent } from '@keyledger/contracts';
import { describe, expect, it } from '@jest/globals';
import { foldLog } from '../fold-log.js';
import { given, keyCreated } from '../spec-events.js';
import { alerts } from './projection.js';

const alert = { accountId: 'acme', alertId: 'alert-1', rule: 'burst', keyId: 'key_1' } as const;
const times = { firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-01T00:00:00.000Z' };
const raised: DomainEvent = {
  type: 'AlertRaised',
  data: { ...alert, ...times, severity: 'warning', count: 1, evidence: { requests: 9 }, response: 'disable' },
};
const recurred: DomainEvent = {
  type: 'AlertRecurred',
  data: {
    ...{ ...alert, ...times, severity: 'critical', count: 2, response: 'none' },
    evidence: { requests: 99 },
    lastSeenAt: '2026-01-01T00:01:00.000Z',
  },
};
const muted: DomainEvent = {
  type: 'AlertRuleMuted',
  data: { accountId: 'acme', muteId: 'mute-1', rule: 'burst', keyId: null, until: null, reason: 'test' },
};

function rowsAfter(table: string, ...events: readonly DomainEvent[]) {
  return foldLog(given(...events), [alerts]).get(`read.${table}`) ?? [];
}

describe('alerts', () => {
  it('shows a raised alert as open', () => {
    expect(rowsAfter('alert', raised)).toEqual([
      {
        ...raised.data,
        status: 'open',
        ...{ acknowledgedAt: null, acknowledgedBy: null, acknowledgedComment: null },
        ...{ resolvedAt: null, resolvedBy: null, resolvedComment: null },
        raisedPosition: 10n,
        position: 10n,
      },
    ]);
  });

  it('shows what was seen last, and what has been done', () => {
    expect(rowsAfter('alert', raised, recurred)).toMatchObject([
      {
        ...{ severity: 'critical', count: 2, evidence: { requests: 99 }, response: 'disable' },
        ...{ firstSeenAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-01T00:01:00.000Z' },
        ...{ raisedPosition: 10n, position: 20n },
      },
    ]);
  });

  it('tells who acknowledged and who resolved it', () => {
    const acknowledged: DomainEvent = { type: 'AlertAcknowledged', data: { ...alert, comment: 'mine' } };
    const resolvedAt = '2026-01-01T00:02:00.000Z';
    const resolved: DomainEvent = { type: 'AlertResolved', data: { ...alert, comment: 'done', resolvedAt } };
    expect(rowsAfter('alert', raised, acknowledged)).toMatchObject([
      { status: 'acknowledged', acknowledgedBy: 'key_admin1', acknowledgedComment: 'mine' },
    ]);
    expect(rowsAfter('alert', raised, acknowledged, resolved)).toMatchObject([
      {
        ...{ status: 'resolved', resolvedAt, resolvedBy: 'key_admin0', resolvedComment: 'done' },
        acknowledgedAt: '2026-01-01T00:01:00.000Z',
      },
    ]);
  });

  it('has the mutes that nobody has ended', () => {
    expect(rowsAfter('alert_mute', muted)).toMatchObject([
      { muteId: 'mute-1', rule: 'burst', keyId: null, reason: 'test', mutedBy: 'key_admin0' },
    ]);
    const identity = { accountId: 'acme', muteId: 'mute-1', rule: 'burst', keyId: null } as const;
    const unmuted: DomainEvent = { type: 'AlertRuleUnmuted', data: identity };
    expect(rowsAfter('alert_mute', muted, unmuted)).toEqual([]);
  });

  it('has the policy that an account has chosen last', () => {
    const policy = (factor: number): DomainEvent => {
      const burst = { enabled: true, severity: null, response: 'none', settings: { factor } } as const;
      return { type: 'AlertPolicyChanged', data: { accountId: 'acme', rules: { burst } } };
    };
    expect(rowsAfter('alert_policy', policy(2), policy(3))).toMatchObject([
      { accountId: 'acme', rules: { burst: { settings: { factor: 3 } } } },
    ]);
  });

  it('has nothing to say of keys', () => {
    expect(rowsAfter('alert', keyCreated())).toEqual([]);
  });
});
