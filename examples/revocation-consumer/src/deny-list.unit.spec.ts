import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DenyList } from './deny-list.js';
import { type Change, readKeyEvent, readKeyState } from './keyledger-topics.js';

function key(allowed: boolean, position: bigint): Change {
  return { kind: 'key', keyId: 'key_1', accountId: 'acme', allowed, position };
}

describe('the deny list', () => {
  it('is right once both topics are read, however they interleave, repeat and overlap', () => {
    const histories = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }).chain((allowed) => {
      const events = allowed.map((each, n) => key(each, BigInt(n)));
      // The state topic has kept some of them, the newest in any case.
      const kept = fc.subarray(events.slice(0, -1)).map((some) => [...some, ...events.slice(-1)]);
      return fc.record({
        events: fc.constant(events),
        states: kept,
        order: fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }),
      });
    });
    fc.assert(
      fc.property(histories, ({ events, states, order: given }) => {
        const order = [...given];
        const list = new DenyList();
        const [left, right] = [[...events], [...states]];
        while (left.length + right.length > 0) {
          const takeLeft = right.length === 0 || (left.length > 0 && order.pop() === true);
          const change = (takeLeft ? left : right).shift();
          if (change !== undefined) list.apply(change);
        }
        const last = events.at(-1);
        expect(list.isDenied('key_1', 'acme')).toBe(last?.kind === 'key' && !last.allowed);
      }),
    );
  });

  it('refuses every key of an account, and forgets a key that is forgotten', () => {
    const list = new DenyList();
    expect(list.apply({ kind: 'account', accountId: 'acme', allowed: false, position: 1n })).toBe(true);
    expect(list.isDenied('key_any', 'acme')).toBe(true);
    expect(list.isDenied('key_any', 'globex')).toBe(false);
    list.apply(key(false, 2n));
    list.apply({ kind: 'forgotten', keyId: 'key_1', position: 3n });
    expect(list.size).toBe(1);
  });

  it('tells news from what it knows', () => {
    const list = new DenyList();
    expect([list.apply(key(false, 4n)), list.apply(key(false, 4n)), list.apply(key(false, 5n))]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('a message of a topic', () => {
  it('is never thrown, whatever it holds', () => {
    const anything = fc.record({
      key: fc.anything(),
      headers: fc.oneof(
        fc.dictionary(fc.string(), fc.anything()),
        fc.constant({ ce_position: '1', ce_sequence: '1' }),
      ),
      value: fc.option(fc.oneof(fc.string(), fc.json()).map((text) => Buffer.from(text))),
    });
    const kinds = ['key', 'account', 'forgotten', 'other', 'unreadable'];
    fc.assert(
      fc.property(anything, (any) => {
        expect(kinds).toContain(readKeyEvent(any).kind);
        expect(kinds).toContain(readKeyState(any).kind);
      }),
    );
  });
});
