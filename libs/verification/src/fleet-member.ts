import { type FleetRegister, leaseMs, renewalsPerLease } from './fleet-register.js';
import type { LiveClock, Moment } from './freshness.js';
import type { MemberIndex, Membership } from './membership.js';

export interface FleetMemberOptions {
  readonly register: FleetRegister;
  readonly name: string;
  readonly stalenessMaxMs: number;
  /** Whoever has not reached the register for so long proves nothing any more. */
  readonly detachedMsMax: number;
  readonly newId: () => string;
  readonly clock: LiveClock;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly backoffMs: (attempt: number) => number;
  readonly onError: (error: unknown) => void;
}

interface Registration {
  readonly id: string;
  /** When it was known to be durable. */
  readonly since: Moment;
  /** When the last renewal was sent that succeeded. */
  renewed: Moment;
  /** Position that the register knows of. */
  reported: bigint;
}

/** A verifier's part in confirmed revocations: registers, keeps the lease, and reports what has been applied. */
export class FleetMember implements Membership {
  private registration: Registration | null = null;
  private keeping: Promise<void> = Promise.resolve();
  private resting = new AbortController();

  constructor(private readonly options: FleetMemberOptions) {}

  get isRegistered(): boolean {
    return this.registration !== null;
  }

  /** Position that the register knows of; null: it knows of none. */
  get reported(): bigint | null {
    return this.registration?.reported ?? null;
  }

  async join(index: MemberIndex, signal: AbortSignal): Promise<void> {
    await this.enrol(index, signal);
    this.keeping = this.keepLease(index, signal);
  }

  /** Strictly after the registration, and while the register remembers it. */
  admits(sent: Moment): boolean {
    if (this.registration === null || this.isDetached(sent)) return false;
    return sent.monotonicMs > this.registration.since.monotonicMs;
  }

  applied(): void {
    this.resting.abort();
  }

  /** To be called when the last verdict has been given. Tries once: otherwise the lease ends by itself. */
  async leave(): Promise<void> {
    await this.keeping;
    const { registration } = this;
    this.registration = null;
    if (registration === null) return;
    try {
      await this.options.register.leave(registration.id);
    } catch (error) {
      this.options.onError(error);
    }
  }

  private async enrol(index: MemberIndex, signal: AbortSignal): Promise<void> {
    const { name, stalenessMaxMs, sleep, backoffMs } = this.options;
    const id = this.options.newId(); // one for all attempts, of which any may have been heard
    for (let attempt = 0; !signal.aborted; attempt++) {
      const sent = this.moment();
      const position = index.asOf;
      try {
        await this.options.register.register({ id, name, stalenessMaxMs, position });
        this.registration = { id, since: this.moment(), renewed: sent, reported: position };
        return;
      } catch (error) {
        this.options.onError(error);
        await sleep(backoffMs(attempt), signal);
      }
    }
  }

  private async keepLease(index: MemberIndex, signal: AbortSignal): Promise<void> {
    let failures = 0;
    for (;;) {
      await this.rest(index, signal);
      if (signal.aborted) return;
      if (await this.renewed(index, signal)) failures = 0;
      else await this.options.sleep(this.options.backoffMs(failures++), signal);
    }
  }

  /** Until there is something to report, or the lease is to be renewed. */
  private async rest(index: MemberIndex, signal: AbortSignal): Promise<void> {
    this.resting = new AbortController();
    if (index.asOf !== this.registration?.reported) return;
    await this.options.sleep(leaseMs / renewalsPerLease, AbortSignal.any([signal, this.resting.signal]));
  }

  /** Whether the register was told; one that does not know us is told anew. */
  private async renewed(index: MemberIndex, signal: AbortSignal): Promise<boolean> {
    const { registration } = this;
    if (registration === null) return false;
    const sent = this.moment();
    const position = index.asOf;
    try {
      if (await this.options.register.renew(registration.id, position)) {
        registration.renewed = sent;
        registration.reported = position;
        return true;
      }
    } catch (error) {
      this.options.onError(error);
      return false;
    }
    this.registration = null;
    index.distrust();
    await this.enrol(index, signal);
    return true;
  }

  private isDetached(at: Moment): boolean {
    const { renewed } = this.registration ?? { renewed: at };
    const silentMs = Math.max(at.monotonicMs - renewed.monotonicMs, at.wallMs - renewed.wallMs);
    return silentMs > this.options.detachedMsMax;
  }

  private moment(): Moment {
    return { wallMs: this.options.clock.now(), monotonicMs: this.options.clock.monotonicMs() };
  }
}
