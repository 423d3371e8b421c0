import { describe, expect, it } from '@jest/globals';
import { type FileResult, countLine, filesToRepeat, lastAttempts, repeatedLines } from './attempts.mjs';

const passed: FileResult = {
  testFilePath: '/a.int.spec.ts',
  numPassingTests: 1,
  numFailingTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ fullName: 'a log is read', status: 'passed' }],
};

const failed: FileResult = {
  ...passed,
  numFailingTests: 1,
  testResults: [...passed.testResults, { fullName: 'a log is cut off', status: 'failed' }],
};

const broken: FileResult = {
  ...passed,
  numPassingTests: 0,
  testResults: [],
  testExecError: new Error('syntax'),
};

describe('the last line of a test run', () => {
  it('counts the tests of all files', () => {
    expect(countLine([passed, failed])).toBe('2 passed, 1 failed');
  });

  it('names what was skipped only when something was', () => {
    expect(countLine([{ ...passed, numPendingTests: 2, numTodoTests: 1 }])).toBe(
      '1 passed, 0 failed, 3 skipped',
    );
  });

  it('counts a suite that could not run as a failure', () => {
    expect(countLine([passed, broken])).toBe('1 passed, 1 failed');
  });
});

describe('the files of a second attempt', () => {
  it('are those of real processes that failed or could not run', () => {
    const others = [passed, { ...failed, testFilePath: '/b.e2e.spec.ts' }];
    expect(filesToRepeat([...others, broken])).toEqual(['/b.e2e.spec.ts', '/a.int.spec.ts']);
    expect(filesToRepeat([passed])).toEqual([]);
  });

  it('are none where a test without I/O failed', () => {
    expect(filesToRepeat([failed, { ...failed, testFilePath: '/c.unit.spec.ts' }])).toEqual([]);
  });

  it('are none where many failed', () => {
    const files = Array.from({ length: 6 }, (_, n) => ({ ...failed, testFilePath: `/${n}.int.spec.ts` }));
    expect(filesToRepeat(files)).toEqual([]);
    expect(filesToRepeat(files.slice(1))).toHaveLength(5);
  });
});

describe('a second attempt', () => {
  const other = { ...passed, testFilePath: '/b.int.spec.ts' };

  it('counts instead of the first', () => {
    expect(lastAttempts([failed, other], [passed])).toEqual([passed, other]);
  });

  it('is named when it passed', () => {
    expect(repeatedLines([failed, other], [passed, other])).toEqual([
      'Passed at the second attempt only, which is a defect:',
      '  a log is cut off (/a.int.spec.ts)',
    ]);
    expect(repeatedLines([broken], [passed])).toContain('  /a.int.spec.ts');
  });

  it('is not when it failed again, which the report says already, or when there was none', () => {
    expect(repeatedLines([failed], [failed])).toEqual([]);
    expect(repeatedLines([passed], [passed])).toEqual([]);
  });
});
