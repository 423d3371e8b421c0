import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface TourStep {
  /** Shell commands, as a reader would paste them. */
  readonly command: string;
  /** What the page says that they print; `…` stands for anything. */
  readonly expected: string;
}

/** The steps of the first `console` block below a heading. */
export function tourOf(markdown: string, heading: string): readonly TourStep[] {
  const block = markdown.split(`\n${heading}\n`)[1]?.split('```console\n')[1]?.split('\n```')[0];
  if (block === undefined) throw new Error(`There is no console block below ${heading}.`);
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const [command = '', ...expected] = step.trimEnd().split('\n');
      return { command, expected: expected.join('\n') };
    });
}

const endOfStep = '--- end of step ---';

/** Runs all steps in one shell and answers with what each printed. */
export async function runTour(
  steps: readonly TourStep[],
  env: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const script = steps.map(({ command }) => `${command}\necho '${endOfStep}'\n`).join('');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { env: { ...process.env, ...env } });
  return stdout
    .split(`${endOfStep}\n`)
    .slice(0, steps.length)
    .map((text) => text.trimEnd());
}

/** What a step is expected to print, as a pattern. */
export function patternOf(expected: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${expected.split('…').map(literal).join('[^\\n]+')}$`);
}
