/** Ends the run with one line, `N passed, N failed[, N skipped]`, counted in tests; nothing is printed after it. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const lines = [...secondAttemptLines(results), countLine(results)];
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}

/** A suite that could not run has no failed test to count, and is a failure all the same. */
export function countLine(results) {
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  const skipped = results.numPendingTests + results.numTodoTests;
  const line = `${results.numPassedTests} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

/** What passed, but not at once (see second-attempt.mjs); nothing where everything did. */
export function secondAttemptLines({ testResults }) {
  const names = testResults.flatMap(({ testFilePath, testResults: tests }) =>
    tests
      .filter(({ status, invocations }) => status === 'passed' && invocations > 1)
      .map(({ fullName }) => `  ${fullName} (${testFilePath})`),
  );
  return names.length === 0 ? [] : ['Passed at the second attempt only, which is a defect:', ...names];
}
