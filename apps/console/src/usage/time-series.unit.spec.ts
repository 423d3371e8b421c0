import { describe, expect, it } from '@jest/globals';
import { periodOf } from './ranges.js';
import { otherName, timeSeries } from './time-series.js';

const now = Date.parse('2030-02-01T13:20:30.000Z');
const hour = periodOf('1h', now);

describe('a period', () => {
  it('is of whole buckets, up to the end of the one that is running', () => {
    expect(hour).toEqual({
      from: '2030-02-01T12:21:00.000Z',
      to: '2030-02-01T13:21:00.000Z',
      bucket: 'minute',
    });
    expect(periodOf('90d', now)).toMatchObject({ to: '2030-02-02T00:00:00.000Z', bucket: 'day' });
  });
});

describe('requests over time', () => {
  const at = (start: string, name: string, count: number) => ({ start, name, count });

  it('have a row for every bucket, with nothing where nothing was asked', () => {
    const { rows, names } = timeSeries(hour, [at('2030-02-01T13:20:00.000Z', 'VALID', 3)], 6);
    expect(names).toEqual(['VALID']);
    expect(rows).toHaveLength(60);
    expect(rows.at(-1)).toEqual({ start: '2030-02-01T13:20:00.000Z', counts: [3] });
    expect(rows.slice(0, -1).every(({ counts }) => counts[0] === 0)).toBe(true);
  });

  it('add up to all that was counted, however many names there are', () => {
    const start = '2030-02-01T13:00:00.000Z';
    const counted = Array.from({ length: 20 }, (_, index) => at(start, `op:${index}`, index + 1));
    const { rows, names } = timeSeries(hour, [...counted, at(start, otherName, 5)], 6);
    expect(names).toEqual(['op:19', 'op:18', 'op:17', 'op:16', 'op:15', otherName]);
    const sum = rows.flatMap(({ counts }) => counts).reduce((total, count) => total + count, 0);
    expect(sum).toBe(215);
  });

  it('are empty where there was no request', () => {
    expect(timeSeries(hour, [], 6)).toMatchObject({ names: [] });
  });
});
