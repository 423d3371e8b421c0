import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvRecord } from './csv.js';

/** RFC 4180, read strictly. */
function read(text: string): string[][] {
  const records: string[][] = [];
  const cells: string[] = [];
  for (let at = 0; at < text.length;) {
    const [whole, quoted, plain, end] = /("(?:[^"]|"")*")?([^",\r\n]*)(,|\r\n)/y.exec(text.slice(at)) ?? [];
    if (whole === undefined || (quoted !== undefined && plain !== '')) throw new Error(`No CSV at ${at}`);
    cells.push(quoted === undefined ? (plain ?? '') : quoted.slice(1, -1).replaceAll('""', '"'));
    if (end === '\r\n') records.push(cells.splice(0));
    at += whole.length;
  }
  return cells.length === 0 ? records : [...records, cells];
}

describe('csvRecord', () => {
  it('quotes what needs quotes', () => {
    expect(csvRecord(['a', 'b c', 'd,e', 'say "no"', 'two\r\nlines', ''])).toBe(
      'a,b c,"d,e","say ""no""","two\r\nlines",\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('makes no formula of %j', (text) => {
    const [[cell = '']] = read(csvRecord([text])) as [string[]];
    expect(cell).toBe(`'${text}`);
  });

  it('can be read again, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1 })), (records) => {
        const again = read(records.map(csvRecord).join(''));
        const harmless = records.map((cells) => cells.map((cell) => cell.replace(/^(?=[=+\-@\t\r\n])/, "'")));
        expect(again).toEqual(harmless);
      }),
    );
  });
});
