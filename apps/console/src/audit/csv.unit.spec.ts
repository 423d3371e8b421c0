import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';

describe('a table as CSV', () => {
  it('quotes what would end a cell or a line', () => {
    expect(
      csvOf(
        ['a', 'b'],
        [
          ['1,2', 'say "no"'],
          ['one\ntwo', ''],
        ],
      ),
    ).toBe('a,b\r\n"1,2","say ""no"""\r\n"one\ntwo",\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '=HYPERLINK("http://x","y")'])(
    'lets no spreadsheet run %j',
    (formula) => {
      const [, cell = ''] = csvOf(['a'], [[formula]]).split('\r\n');
      expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );
});
