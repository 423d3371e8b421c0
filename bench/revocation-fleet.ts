import { randomBytes } from 'node:crypto';
import { mintKey } from '@keyledger/domain';
import { type AppName, type SpawnedApp, spawnApp } from '@keyledger/testing';

/** The apps, each a process of its own; auditors take no part in revocations. */
export interface RevocationFleet {
  readonly rootKey: string;
  readonly apiPort: number;
  readonly verifierPorts: readonly number[];
  /** By SIGKILL. */
  killProjector(): Promise<void>;
  restartProjector(): Promise<void>;
}

export async function withFleet<T>(
  servers: Readonly<Record<string, string>>,
  verifiersCount: number,
  use: (fleet: RevocationFleet) => Promise<T>,
): Promise<T> {
  const rootKey = mintKey({ mode: 'live', randomBytes });
  const running = new Set<SpawnedApp>();
  const start = async (app: AppName, more: Readonly<Record<string, string>> = {}) => {
    const spawned = await spawnApp({ app, env: { ...servers, ...more } });
    running.add(spawned);
    return spawned;
  };
  try {
    const api = await start('command-api', { KEYLEDGER_ROOT_KEY: rootKey });
    let projector = await start('projector');
    const verifiers = await Promise.all(Array.from({ length: verifiersCount }, () => start('verifier')));
    return await use({
      rootKey,
      apiPort: portOf(api),
      verifierPorts: verifiers.map(portOf),
      killProjector: async () => {
        running.delete(projector);
        await projector.kill();
      },
      restartProjector: async () => {
        projector = await start('projector');
      },
    });
  } finally {
    await Promise.all([...running].map((app) => app.stop()));
  }
}

function portOf({ baseUrl }: SpawnedApp): number {
  return Number(new URL(baseUrl).port);
}
