import { describe, expect, it } from '@jest/globals';
import { periodOf } from './usage-period.js';

const now = Date.parse('2026-11-21T08:15:30.000Z');
const at = (text: string) => Date.parse(`${text}:00.000Z`);

describe('the period of a question', () => {
  it('is the last seven days by the hour, the current hour included', () => {
    expect(periodOf({}, now, 750)).toEqual({
      resolution: 'hour',
      from: at('2026-11-14T08:00'),
      to: at('2026-11-21T09:00'),
    });
  });

  it('is made of whole buckets', () => {
    const asked = { from: at('2026-11-20T10:59'), to: at('2026-11-20T12:00') };
    expect(periodOf(asked, now, 750)).toEqual({
      resolution: 'hour',
      from: at('2026-11-20T10:00'),
      to: at('2026-11-20T12:00'),
    });
    expect(periodOf({ ...asked, bucket: 'day' }, now, 750)).toEqual({
      resolution: 'day',
      from: at('2026-11-20T00:00'),
      to: at('2026-11-21T00:00'),
    });
  });

  it('turns to days where hours are not kept, or too many', () => {
    expect(periodOf({ from: at('2025-01-01T00:00') }, now, 3_000)).toMatchObject({ resolution: 'day' });
    expect(periodOf({ from: at('2026-10-01T00:00') }, now, 750)).toMatchObject({ resolution: 'day' });
    expect(periodOf({ from: at('2026-10-01T00:00') }, now, 3_000)).toMatchObject({ resolution: 'hour' });
  });

  it.each([
    ['minutes of last week', { bucket: 'minute', from: at('2026-11-14T00:00'), to: at('2026-11-14T01:00') }],
    ['hours of last year', { bucket: 'hour', from: at('2025-11-14T00:00'), to: at('2025-11-14T01:00') }],
    ['more minutes than are answered', { bucket: 'minute', from: at('2026-11-20T00:00') }],
  ] as const)('is refused for %s', (_, asked) => {
    expect(periodOf(asked, now, 750)).toMatchObject({ code: 'BUCKET_TOO_FINE' });
  });

  it('is refused when it ends before it begins', () => {
    const later = at('2026-11-20T12:00');
    expect(periodOf({ from: later, to: later }, now, 750)).toMatchObject({ code: 'INVALID_PERIOD' });
    expect(periodOf({ from: now + 1 }, now, 750)).toMatchObject({ code: 'INVALID_PERIOD' });
  });

  it('is answered for years ago and for the future, where there is nothing', () => {
    expect(periodOf({ from: 0, to: 1, bucket: 'day' }, now, 750)).toMatchObject({ from: 0 });
    expect(periodOf({ from: at('2030-01-01T00:00'), to: at('2030-01-02T00:00') }, now, 750)).toMatchObject({
      resolution: 'hour',
    });
  });
});
