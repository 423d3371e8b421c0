import { describe, expect, it } from '@jest/globals';
import { wantedRevisions } from './if-match.js';

describe('If-Match', () => {
  it.each([
    [undefined, null],
    ['*', null],
    [' * ', null],
    ['"0"', [0]],
    ['"7"', [7]],
    ['"7", "8"', [7, 8]],
    ['"7","abc"', [7]],
  ])('%j is %j', (header, revisions) => {
    expect(wantedRevisions(header)).toEqual(revisions);
  });

  it.each(['', 'W/"7"', '7', '"07"', '"-1"', '"7.0"', '"abc"', 'nonsense', '"9999999999999999"'])(
    '%j matches no revision',
    (header) => {
      expect(wantedRevisions(header)).toEqual([]);
    },
  );
});
