import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CursorScope, encodeCursor, scopeCheck } from './cursor.js';
import { decodeKeysetCursor, encodeKeysetCursor } from './keyset-cursor.js';

const scope: CursorScope = { list: 'keys', filters: { accountId: 'acme', sort: 'name' } };
const refused = { refused: true, code: 'INVALID_CURSOR' };
const text = fc.string({ unit: 'binary' }).filter((given) => !given.includes('\0'));
const instantsMs = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) });
const places = fc.record({ value: fc.oneof(text, instantsMs, fc.constant(null)), id: text });

describe('cursors of sorted lists', () => {
  it('give back the place they were made of, whatever its letters', () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(decodeKeysetCursor(scope, encodeKeysetCursor(scope, place))).toEqual(place);
      }),
    );
  });

  it('fit into a query for the longest names', () => {
    const place = { value: '𝄞'.repeat(100), id: `key_${'x'.repeat(30)}` };
    expect(encodeKeysetCursor(scope, place).length).toBeLessThan(1_000);
  });

  it.each<[string, CursorScope]>([
    ['another list', { ...scope, list: 'audit' }],
    ['another order', { ...scope, filters: { ...scope.filters, sort: 'expires' } }],
    ['no order', { ...scope, filters: { accountId: 'acme' } }],
  ])('belong to their scope: %s', (_title, other) => {
    const cursor = encodeKeysetCursor(scope, { value: 'a', id: 'key_1' });
    expect(decodeKeysetCursor(other, cursor)).toMatchObject(refused);
  });

  it('are refused for anything that is not one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        expect(decodeKeysetCursor(scope, given)).toMatchObject(refused);
      }),
    );
    expect(decodeKeysetCursor(scope, encodeCursor(scope, 7n))).toMatchObject(refused);
  });

  it.each([
    ...['', '{}', '[]', '["a"]', '["a","key_1",1]', '[{},"key_1"]', '[true,"key_1"]', '["a",null]'],
    ...['["\\u0000","key_1"]', '["a","\\u0000"]', '[1e300,"key_1"]'],
  ])('are refused where somebody forged the check of %j', (json) => {
    const place = Buffer.from(json);
    const cursor = Buffer.concat([scopeCheck(scope, place), place]).toString('base64url');
    expect(decodeKeysetCursor(scope, cursor)).toMatchObject(refused);
  });
});
