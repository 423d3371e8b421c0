/** More failed spec files than these are no pause of a busy machine. */
const mostRepeated = 5;

/**
 * The spec files that are run once more after all others: where everything runs at once on a small machine, a test of real
 * processes can meet a pause that it did not allow for. Whole files, because what a test has changed is there when it starts
 * again alone. None where a test without I/O failed, or many did: that is no matter of pauses.
 */
export function filesToRepeat(files) {
  const failed = files.filter(hasFailed).map(({ testFilePath }) => testFilePath);
  const ofProcesses = failed.every((path) => /\.(int|e2e)\.spec\.ts$/.test(path));
  return ofProcesses && failed.length <= mostRepeated ? failed : [];
}

/** Each file's result, of its second attempt where there was one. */
export function lastAttempts(first, second) {
  const repeated = new Map(second.map((file) => [file.testFilePath, file]));
  return first.map((file) => repeated.get(file.testFilePath) ?? file);
}

/** What failed at first and then passed, by name: a test that needs a second attempt is a defect all the same. */
export function repeatedLines(first, last) {
  const mended = first.filter((file, index) => hasFailed(file) && !hasFailed(last[index]));
  const names = mended.flatMap(({ testFilePath, testResults }) => {
    const failed = testResults.filter(({ status }) => status === 'failed');
    return failed.length === 0
      ? [`  ${testFilePath}`]
      : failed.map(({ fullName }) => `  ${fullName} (${testFilePath})`);
  });
  return names.length === 0 ? [] : ['Passed at the second attempt only, which is a defect:', ...names];
}

/** A suite that could not run has no failed test to count, and is a failure all the same. */
export function countLine(files) {
  const sum = (counted) => files.reduce((total, file) => total + counted(file), 0);
  const failed = sum((file) => file.numFailingTests + (file.testExecError ? 1 : 0));
  const skipped = sum((file) => file.numPendingTests + file.numTodoTests);
  const line = `${sum((file) => file.numPassingTests)} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

function hasFailed({ numFailingTests, testExecError }) {
  return numFailingTests > 0 || Boolean(testExecError);
}
