/** Ends the run with one line, `N passed, N failed[, N skipped]`, counted in tests; nothing is printed after it. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    process.once('exit', () => process.stdout.write(`${countLine(results)}\n`));
  }
}

/** A suite that could not run has no failed test to count, and is a failure all the same. */
export function countLine(results) {
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const line = `${results.numPassedTests} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}
