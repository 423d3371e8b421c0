/**
 * A terminal sends Ctrl-C to npm and to us, and npm passes it on: one keystroke arrives twice within milliseconds, and
 * the second must not count as the person's second Ctrl-C, which does not wait.
 */
export const sameKeystrokeMs = 500;

/** Passes on the first signal of each keystroke. */
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
