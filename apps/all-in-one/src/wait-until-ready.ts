import { type HealthRegistry, StartupError, sleep } from '@keyledger/platform';

const pollMs = 50;
const readyMsMax = 60_000;

/** Returns when every readiness check passes, or at once when the process is told to stop. */
export async function waitUntilReady(health: HealthRegistry, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + readyMsMax;
  for (;;) {
    const waitingFor = (await health.readiness()).filter(({ ready }) => !ready);
    if (waitingFor.length === 0 || signal.aborted) return;
    if (performance.now() > deadline) {
      const parts = waitingFor.map(({ name, detail }) =>
        detail === undefined ? name : `${name} (${detail})`,
      );
      throw new StartupError(`not ready within ${readyMsMax / 1_000} s: ${parts.join(', ')}`);
    }
    await sleep(pollMs, signal);
  }
}
