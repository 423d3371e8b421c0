import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { isOperationName, parseScope } from './scope.js';

describe('parseScope (WX-4)', () => {
  it('knows the four levels', () => {
    const place = { namespace: 'payments', api: 'payments', accountId: null };
    expect(parseScope('*:*')).toEqual({ kind: 'everything', text: '*:*' });
    expect(parseScope('payments:*')).toEqual({ kind: 'namespace', text: 'payments:*', ...place });
    expect(parseScope('payments:read')).toEqual({ kind: 'read', text: 'payments:read', ...place });
    expect(parseScope('payments:Send_v1.2-b')).toEqual({
      kind: 'operation',
      text: 'payments:Send_v1.2-b',
      operation: 'Send_v1.2-b',
      ...place,
    });
  });

  it('tells the account that a namespace is narrowed to', () => {
    expect(parseScope('keyledger@acme-2:*')).toEqual({
      kind: 'namespace',
      text: 'keyledger@acme-2:*',
      namespace: 'keyledger@acme-2',
      api: 'keyledger',
      accountId: 'acme-2',
    });
  });

  it('takes names up to their bounds and no further', () => {
    expect(parseScope(`${'n'.repeat(63)}:${'O'.repeat(100)}`)).not.toBeNull();
    expect(parseScope(`${'n'.repeat(64)}:O`)).toBeNull();
    expect(parseScope(`n:${'O'.repeat(101)}`)).toBeNull();
    expect(parseScope(`n@${'a'.repeat(40)}:O`)).not.toBeNull();
    expect(parseScope(`n@${'a'.repeat(41)}:O`)).toBeNull();
  });

  it.each([
    ...['', '*', ':', '*:', ':*', '*:Send', 'payments', 'payments:', 'payments:**', 'payments:Se*'],
    ...['Payments:Send', '1payments:Send', '-p:Send', 'payments:1Send', 'payments:_Send', 'pay ments:Send'],
    ...[
      'payments:Send ',
      ' payments:Send',
      'payments:Send\n',
      'payments:a:b',
      'payments:Sénd',
      'payments:S\u0000',
    ],
    ...['@acme:Send', 'payments@:Send', 'payments@a:Send', 'payments@Acme:Send', 'payments@acme-:Send'],
    ...['payments@acme@b2:Send', '*@acme:*', 'payments@*:Send', 'constructor', '__proto__:x'],
  ])('refuses %p', (text) => {
    expect(parseScope(text)).toBeNull();
  });

  it('never throws, and what it takes it gives back unchanged', () => {
    fc.assert(
      fc.property(hostileValues, (value) => {
        const scope = parseScope(value);
        if (scope !== null) expect(scope.text).toBe(value);
      }),
    );
    expect(parseScope('a'.repeat(1_000_000))).toBeNull();
  });
});

describe('isOperationName', () => {
  it.each(['payments:Send', 'payments:read', 'keyledger@acme:GetKey'])('takes %p', (name) => {
    expect(isOperationName(name)).toBe(true);
  });

  it.each(['*:*', 'payments:*', 'payments', '', 'payments:Send\n', null, 5, ['a:b']])(
    'refuses %p',
    (name) => {
      expect(isOperationName(name)).toBe(false);
    },
  );
});
