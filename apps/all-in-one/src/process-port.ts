import type { ProcessPort } from '@keyledger/composition';

/**
 * A terminal sends Ctrl-C to npm and to us, and npm passes it on: one keystroke arrives twice within milliseconds, and
 * the second must not count as the person's second Ctrl-C, which does not wait.
 */
export const sameKeystrokeMs = 500;

/** This process, as a person at a terminal uses it under `npm start`. */
export const processPort: ProcessPort = {
  onSignal: (handler) => {
    const heard = onceForEachKeystroke(handler, () => performance.now());
    process.on('SIGINT', heard);
    process.on('SIGTERM', heard);
  },
  onUncaughtError: (handler) => process.on('uncaughtException', handler),
  writeError: (line) => process.stderr.write(`${line}\n`),
  exit: (code) => process.exit(code),
};

export function onceForEachKeystroke(
  handler: (signal: string) => void,
  nowMs: () => number,
): (signal: string) => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return (signal) => {
    if (nowMs() - lastMs < sameKeystrokeMs) return;
    lastMs = nowMs();
    handler(signal);
  };
}
