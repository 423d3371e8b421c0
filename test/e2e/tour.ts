import { readFile } from 'node:fs/promises';
import { expect } from '@jest/globals';
import type { Deployment } from './deployments/deployment.js';
import { Shell } from './shell.js';

interface TourStep {
  /** Shell commands, as a reader would paste them. */
  readonly command: string;
  /** What the page says that they print; `…` stands for anything. */
  readonly expected: string;
}

type Toured = Pick<Deployment, 'rootKey' | 'apiUrl' | 'verifierUrls' | 'countsPositions'>;

const stepsMin = 10;

/**
 * Pastes the README's lines into a shell, one by one, and expects what the README says. Where verifiers are processes of
 * their own, questions go to one of those; where positions have gaps, the README's stand for those that were answered.
 */
export async function takeTour(deployment: Toured): Promise<void> {
  const steps = tourOf(await readFile('README.md', 'utf8'), '## A tour');
  expect(steps.length).toBeGreaterThanOrEqual(stepsMin);
  const [verifierUrl = deployment.apiUrl] = deployment.verifierUrls;
  const shell = new Shell({ URL: deployment.apiUrl, ROOT: deployment.rootKey });
  const positions = new Positions();
  try {
    for (const { command, expected } of steps) {
      const addressed = command.replaceAll('kl /v1/verify', `URL=${verifierUrl} kl /v1/verify`);
      const printed = await shell.run(positions.translate(addressed));
      if (deployment.countsPositions) expect(printed).toMatch(patternOf(expected));
      expect(printed).toMatch(patternOf(withAnyPosition(expected)));
      positions.learn(expected, printed);
    }
  } finally {
    await shell.close();
  }
}

/** The steps of the first `console` block below a heading. */
function tourOf(markdown: string, heading: string): readonly TourStep[] {
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

/** What a step is expected to print, as a pattern. */
function patternOf(expected: string): RegExp {
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${expected.split('…').map(literal).join('[^\\n]+')}$`);
}

function withAnyPosition(expected: string): string {
  return expected.replaceAll(/"(position|asOf)":"\d+"/g, (_, name: string) => `"${name}":"…"`);
}

/** Those that the page shows, and what they are here. */
class Positions {
  private readonly actual = new Map<string, string>();

  learn(expected: string, printed: string): void {
    const [shown, answered] = [expected, printed].map((text) => /"position":"(\d+)"/.exec(text)?.[1]);
    if (shown === undefined || answered === undefined) return;
    expect(BigInt(answered)).toBeGreaterThan(BigInt([...this.actual.values()].at(-1) ?? 0));
    this.actual.set(shown, answered);
  }

  translate(command: string): string {
    return command.replaceAll(/(minPosition\W+)(\d+)/g, (_, name: string, shown: string) => {
      const answered = this.actual.get(shown);
      if (answered === undefined) throw new Error(`The page has not shown position ${shown} before.`);
      return `${name}${answered}`;
    });
  }
}
