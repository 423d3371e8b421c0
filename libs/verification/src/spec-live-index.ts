import { mintKey } from '@keyledger/domain';
import { LiveIndex } from './live-index.js';
import { digestOfName } from './spec-ledger.js';
import { SimulatedSource, SimulatedTime } from './spec-simulation.js';

export const stalenessMaxMs = 6_000;

const value = mintKey({ mode: 'live', randomBytes: (count) => new Uint8Array(count).fill(3) });

/** A live index on simulated time and a simulated log, which is asked about one and the same key, `a`. */
export class SimulatedLiveIndex {
  readonly time = new SimulatedTime();
  readonly source = new SimulatedSource();
  readonly errors: unknown[] = [];
  /** Keys of each snapshot that was loaded. */
  readonly loaded: number[] = [];
  readonly live = new LiveIndex({
    source: this.source,
    clock: this.time.clock,
    sleep: this.time.sleep,
    backoffMs: () => 500,
    digestOf: () => digestOfName('a').key,
    stalenessMaxMs,
    onLoaded: (keys) => this.loaded.push(keys),
    onError: (error) => this.errors.push(error),
  });

  async start(): Promise<void> {
    this.live.start();
    await this.time.advance(1);
  }

  code(): string {
    return this.live.checkKey({
      ...{ key: value, user: null, operation: null, clientAddress: null, accountId: null },
    }).code;
  }
}
