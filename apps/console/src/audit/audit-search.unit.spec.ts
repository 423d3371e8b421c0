import { describe, expect, it } from '@jest/globals';
import { auditFilteredBy, auditSearchOf, inputValueOf, instantOf } from './audit-search.js';

describe('the address of the audit log', () => {
  it('keeps what makes sense and drops the rest', () => {
    const given = { type: 'KeyRevoked', key: 'k1', actor: 7, from: 'yesterday', to: '2030-01-31T00:00:00Z' };
    expect(auditSearchOf({ ...given, other: 'x', cursor: '' })).toEqual({
      type: 'KeyRevoked',
      key: 'k1',
      actor: '7',
      to: '2030-01-31T00:00:00.000Z',
    });
    expect(auditSearchOf({ type: 'toString', from: {} })).toEqual({});
  });

  it('begins at the first page when a filter changes', () => {
    expect(auditFilteredBy({ key: 'k1', cursor: 'c' }, { key: undefined, type: 'KeyRevoked' })).toEqual({
      type: 'KeyRevoked',
    });
  });

  it('survives the field for date and time, which knows no seconds', () => {
    const instant = '2030-01-31T09:30:00.000Z';
    expect(instantOf(inputValueOf(instant))).toBe(instant);
    expect(inputValueOf(undefined)).toBe('');
  });
});
