import { describe, expect, it } from '@jest/globals';
import { countLine, secondAttemptLines } from './count-reporter.mjs';

const nothing = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
};

describe('the last line of a test run', () => {
  it('counts tests', () => {
    expect(countLine({ ...nothing, numPassedTests: 7, numFailedTests: 2 })).toBe('7 passed, 2 failed');
  });

  it('names what was skipped only when something was', () => {
    expect(countLine({ ...nothing, numPassedTests: 7, numPendingTests: 2, numTodoTests: 1 })).toBe(
      '7 passed, 0 failed, 3 skipped',
    );
  });

  it('counts a suite that could not run as a failure', () => {
    expect(countLine({ ...nothing, numPassedTests: 7, numRuntimeErrorTestSuites: 1 })).toBe(
      '7 passed, 1 failed',
    );
  });
});

describe('what needed a second attempt', () => {
  const test = { fullName: 'a log is read', status: 'passed', invocations: 1 };
  const linesOf = (change: Partial<typeof test>) =>
    secondAttemptLines({
      testResults: [{ testFilePath: 'a.ts', testResults: [test, { ...test, ...change }] }],
    });

  it('is named when it passed', () => {
    expect(linesOf({ fullName: 'a log is cut off', invocations: 2 })).toEqual([
      'Passed at the second attempt only, which is a defect:',
      '  a log is cut off (a.ts)',
    ]);
  });

  it('is not when it failed again, which the report says already, or when there was none', () => {
    expect(linesOf({ status: 'failed', invocations: 2 })).toEqual([]);
    expect(linesOf({})).toEqual([]);
  });
});
