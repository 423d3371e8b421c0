import { setTimeout as delay } from 'node:timers/promises';

export interface ReadinessCheck {
  /** Shown by `/readyz`, for example `verification-index`. */
  readonly name: string;
  /** Whether this part can serve right now; `detail` says why not. */
  readonly check: () => Promise<Readiness> | Readiness;
}

export interface Readiness {
  readonly ready: boolean;
  readonly detail?: string;
}

export type NamedReadiness = Readiness & { readonly name: string };

/** A part that cannot say within this time whether it is ready is not. */
const defaultCheckMsMax = 2_000;

/** What `/readyz` asks: every part adds its own check when it starts. */
export class HealthRegistry {
  private readonly checks: ReadinessCheck[] = [];

  constructor(private readonly checkMsMax = defaultCheckMsMax) {}

  register(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** Runs every check; one that throws or takes too long counts as not ready. */
  async readiness(): Promise<readonly NamedReadiness[]> {
    return Promise.all(
      this.checks.map(async ({ name, check }) => ({ name, ...(await answerOf(check, this.checkMsMax)) })),
    );
  }
}

async function answerOf(check: ReadinessCheck['check'], checkMsMax: number): Promise<Readiness> {
  const settled = new AbortController();
  const late = delay(checkMsMax, { ready: false, detail: 'the check takes too long' }, settled).catch(() => ({
    ready: false,
  }));
  try {
    return await Promise.race([check(), late]);
  } catch {
    return { ready: false, detail: 'the check failed' };
  } finally {
    settled.abort();
  }
}
