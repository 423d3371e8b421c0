import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CursorScope, decodeCursor, encodeCursor } from './cursor.js';

const scope: CursorScope = { list: 'keys', filters: { accountId: 'acme', tag: 'blue' } };
const positions = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const refused = { refused: true, code: 'INVALID_CURSOR' };

describe('cursors', () => {
  it('give back the position they were made of', () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(decodeCursor(scope, encodeCursor(scope, position))).toBe(position);
      }),
    );
  });

  it('are refused after any change of one character', () => {
    fc.assert(
      fc.property(
        positions,
        fc.nat({ max: 21 }),
        fc.constantFrom('a', 'z', 'A', 'Z', '0', '9', '-', '_'),
        (position, index, letter) => {
          const cursor = encodeCursor(scope, position);
          fc.pre(cursor[index] !== letter);
          const damaged = cursor.slice(0, index) + letter + cursor.slice(index + 1);
          expect(decodeCursor(scope, damaged)).toMatchObject(refused);
        },
      ),
    );
  });

  it('are refused for anything that is not one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeCursor(scope, text)).toMatchObject(refused);
      }),
    );
  });

  it.each<[string, CursorScope]>([
    ['another list', { ...scope, list: 'audit' }],
    ['another value', { ...scope, filters: { ...scope.filters, tag: 'red' } }],
    ['one filter less', { ...scope, filters: { accountId: 'acme' } }],
    ['one filter more', { ...scope, filters: { ...scope.filters, owner: 'x' } }],
    ['values swapped between filters', { ...scope, filters: { accountId: 'blue', tag: 'acme' } }],
  ])('belong to their scope: %s', (_title, other) => {
    expect(decodeCursor(other, encodeCursor(scope, 7n))).toMatchObject(refused);
  });

  it('do not depend on how the same filters are spelt', () => {
    const same: CursorScope = {
      list: 'keys',
      filters: { tag: 'blue', owner: null, q: undefined, accountId: 'acme' },
    };
    expect(encodeCursor(same, 7n)).toBe(encodeCursor(scope, 7n));
  });
});
