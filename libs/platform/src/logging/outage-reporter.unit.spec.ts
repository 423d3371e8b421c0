import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { outageReporter, repeatIntervalMs } from './outage-reporter.js';

function reporting() {
  const lines: unknown[] = [];
  const logger = pino(
    { level: 'warn', base: undefined, timestamp: false },
    { write: (line) => lines.push(JSON.parse(line) as unknown) },
  );
  const time = { nowMs: 0 };
  return { lines, time, report: outageReporter(logger, 'broker', { nowMs: () => time.nowMs }) };
}

const lost = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

describe('the errors that a part gets over by itself', () => {
  it('are one line per interval while connections are lost, with the count of the others', () => {
    const { lines, time, report } = reporting();
    for (time.nowMs of [0, 1, repeatIntervalMs - 1, repeatIntervalMs, repeatIntervalMs + 1]) report(lost);
    const line = {
      level: 40,
      part: 'broker',
      reason: 'connect ECONNREFUSED',
      msg: 'out of reach, trying again',
    };
    expect(lines).toEqual([
      { ...line, unlogged: 0 },
      { ...line, unlogged: 2 },
    ]);
  });

  it('are outages too where one was their cause', () => {
    const { lines, report } = reporting();
    for (let attempt = 0; attempt < 3; attempt++)
      report(new Error('The log is out of reach.', { cause: lost }));
    expect(lines).toEqual([expect.objectContaining({ level: 40, reason: 'The log is out of reach.' })]);
  });

  it('are logged in full when they are something else', () => {
    const { lines, report } = reporting();
    report(new TypeError('bug'));
    report(new TypeError('bug'));
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({
      level: 50,
      part: 'broker',
      err: { type: 'TypeError', stack: expect.any(String) },
    });
  });
});
