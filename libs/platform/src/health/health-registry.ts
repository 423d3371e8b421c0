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

/** What `/readyz` asks: every part adds its own check when it starts. */
export class HealthRegistry {
  private readonly checks: ReadinessCheck[] = [];

  register(check: ReadinessCheck): void {
    this.checks.push(check);
  }

  /** Runs every check; one that throws counts as not ready. */
  async readiness(): Promise<readonly (Readiness & { readonly name: string })[]> {
    return Promise.all(
      this.checks.map(async ({ name, check }) => {
        try {
          return { name, ...(await check()) };
        } catch {
          return { name, ready: false, detail: 'the check failed' };
        }
      }),
    );
  }
}
