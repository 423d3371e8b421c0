import type { ChildProcess } from 'node:child_process';

export interface CollectedOutput {
  /** Everything written so far, both streams in order of arrival. */
  text(): string;
  /** Standard error alone. */
  errors(): string;
}

/** Keeps what a child process writes; it must have been spawned with pipes. */
export function collectOutput(child: ChildProcess): CollectedOutput {
  const all: string[] = [];
  const errors: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => all.push(chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    all.push(chunk);
    errors.push(chunk);
  });
  return { text: () => all.join(''), errors: () => errors.join('') };
}
