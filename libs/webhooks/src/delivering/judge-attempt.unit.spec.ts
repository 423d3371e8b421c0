import { describe, expect, it } from '@jest/globals';
import { judgeAttempt } from './judge-attempt.js';
import { attemptsMax } from './retry-schedule.js';

const now = Date.UTC(2030, 0, 1);
const secondMs = 1_000;
const hourMs = 3_600 * secondMs;
/** No jitter of the schedule, and half of what is added to what was asked for. */
const random = 0.5;

function waitedMs(status: number, retryAfter: string | null, attempts = 1, at = random): number | null {
  const outcome = { kind: 'answered', status, response: '', retryAfter } as const;
  const judgement = judgeAttempt(outcome, { attempts, now, random: at });
  return judgement.status === 'pending' ? judgement.dueAt - now : null;
}

describe('an endpoint that asks to be left alone', () => {
  it.each([429, 503])('with %d is not sent to before, in seconds or by a date', (status) => {
    for (const retryAfter of ['3600', ' 3600 ', 'Tue, 01 Jan 2030 01:00:00 GMT']) {
      expect(waitedMs(status, retryAfter, 1, 0)).toBe(hourMs);
      expect(waitedMs(status, retryAfter, 1, 0.999)).toBeGreaterThan(hourMs);
    }
  });

  it('waits as the schedule has it where that is longer', () => {
    expect(waitedMs(503, '1', 4)).toBe(2 * hourMs);
    expect(waitedMs(503, '0')).toBe(5 * secondMs);
    expect(waitedMs(503, 'Mon, 31 Dec 2029 23:00:00 GMT')).toBe(5 * secondMs);
  });

  it.each(['999999999999999', '9'.repeat(15), 'Tue, 01 Jan 2080 00:00:00 GMT'])(
    'waits no longer than the schedule ever does: %s',
    (retryAfter) => {
      expect(waitedMs(429, retryAfter, 1, 0)).toBe(24 * hourMs);
      expect(waitedMs(429, retryAfter, 1, 0.999)).toBeLessThan(1.2 * 24 * hourMs);
    },
  );

  it.each([
    '',
    '-1',
    '1.5',
    '1e9',
    'soon',
    '60, 60',
    '9'.repeat(400),
    'Tue, 99 Jan 2030 01:00:00 GMT',
    '2030-01-02',
  ])('is not understood: %j', (retryAfter) => {
    expect(waitedMs(503, retryAfter)).toBe(5 * secondMs);
  });

  it.each([200, 204])('is not asked to where it answers %d', (status) => {
    expect(waitedMs(status, '3600')).toBeNull();
  });

  it.each([301, 400, 500, 502])('is not heard where it answers %d', (status) => {
    expect(waitedMs(status, '3600')).toBe(5 * secondMs);
  });

  it('gets no more attempts for it', () => {
    expect(waitedMs(503, '60', attemptsMax)).toBeNull();
  });
});

it('an attempt that got no answer waits as the schedule has it', () => {
  const judgement = judgeAttempt({ kind: 'failed', error: 'no' }, { attempts: 1, now, random });
  expect(judgement).toEqual({ status: 'pending', dueAt: now + 5 * secondMs });
});
