// Where everything runs at once on a small machine (`CI=true`), a test of real processes can meet a pause that it did not
// allow for. It gets one more attempt, at once, and the report names it: a test that needs one is a defect all the same.
// Tests without I/O get none.
import { expect, jest } from '@jest/globals';

const { testPath = '' } = expect.getState();
if (process.env.CI === 'true' && /\.(int|e2e)\.spec\.ts$/.test(testPath)) {
  jest.retryTimes(1, { logErrorsBeforeRetry: true, retryImmediately: true });
}
