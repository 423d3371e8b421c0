export interface AttemptBounds {
  /** Attempts that failed, of one client. */
  readonly perClientMax: number;
  /** Of all clients together: so many addresses as somebody has must not help. */
  readonly everybodyMax: number;
  readonly windowMs: number;
  /** Clients that are remembered; beyond, those that came first are forgotten, and the bound on everybody holds. */
  readonly clientsMax: number;
}

interface Window {
  readonly startedMs: number;
  readonly attempts: number;
}

/**
 * How often may be tried. An attempt counts from when it begins, and no longer once it has succeeded, so that trying at
 * once is no way around.
 */
export class AttemptLimiter {
  private readonly clients = new Map<string, Window>();
  private everybody: Window = { startedMs: 0, attempts: 0 };

  constructor(
    private readonly bounds: AttemptBounds,
    private readonly monotonicMs: () => number,
  ) {}

  /** Null: go ahead. Otherwise how long to wait, in milliseconds. */
  begin(client: string): number | null {
    const nowMs = this.monotonicMs();
    const own = this.current(this.clients.get(client), nowMs);
    const all = this.current(this.everybody, nowMs);
    const waitsMs = [
      ...(own.attempts >= this.bounds.perClientMax ? [this.remainingMs(own, nowMs)] : []),
      ...(all.attempts >= this.bounds.everybodyMax ? [this.remainingMs(all, nowMs)] : []),
    ];
    if (waitsMs.length > 0) return Math.max(...waitsMs);
    this.everybody = { ...all, attempts: all.attempts + 1 };
    this.remember(client, { ...own, attempts: own.attempts + 1 });
    return null;
  }

  succeeded(client: string): void {
    const own = this.clients.get(client);
    if (own !== undefined) this.clients.set(client, { ...own, attempts: Math.max(0, own.attempts - 1) });
    this.everybody = { ...this.everybody, attempts: Math.max(0, this.everybody.attempts - 1) };
  }

  private current(window: Window | undefined, nowMs: number): Window {
    if (window !== undefined && nowMs - window.startedMs < this.bounds.windowMs) return window;
    return { startedMs: nowMs, attempts: 0 };
  }

  private remainingMs({ startedMs }: Window, nowMs: number): number {
    return startedMs + this.bounds.windowMs - nowMs;
  }

  private remember(client: string, window: Window): void {
    this.clients.delete(client);
    this.clients.set(client, window);
    if (this.clients.size <= this.bounds.clientsMax) return;
    for (const oldest of this.clients.keys()) {
      this.clients.delete(oldest);
      return;
    }
  }
}
