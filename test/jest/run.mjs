// The test command: Jest with whatever options it was given, and in CI a second attempt (see attempts.mjs). Ends with one
// line, `N passed, N failed[, N skipped]`; nothing is printed after it.
import { buildArgv, runCLI } from 'jest';
import { countLine, filesToRepeat, lastAttempts, repeatedLines } from './attempts.mjs';

const root = process.cwd();
const options = await buildArgv();
const { results } = await runCLI(options, [root]);
const repeated =
  process.env.CI === 'true' && !results.wasInterrupted ? filesToRepeat(results.testResults) : [];
const second = repeated.length === 0 ? null : await runAlone(repeated);
const files = lastAttempts(results.testResults, second?.testResults ?? []);
const lines = [...repeatedLines(results.testResults, files), countLine(files)];
process.exitCode = (second ?? results).success ? 0 : 1;
process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));

async function runAlone(paths) {
  console.error(`\nOnce more, alone: ${paths.join(', ')}\n`);
  const alone = { ...options, _: paths, testPathPatterns: undefined, runTestsByPath: true, maxWorkers: '1' };
  return (await runCLI(alone, [root])).results;
}
