/** Whatever a process waits for does not outlast it, and waits itself while the process is stopped. */
interface Due {
  readonly atMs: number;
  readonly node: Node | null;
  readonly run: () => void;
}

/** How long an answer is waited for. */
const answerMsMax = 3_000;

export type ServiceName = 'log' | 'register' | 'feed';

/** A machine's clock, and whether its process runs. */
export class Node {
  alive = true;
  paused = false;
  readonly kept: (() => void)[] = [];
  private readonly cuts = new Set<ServiceName>();

  constructor(
    private readonly world: World,
    /** How fast its clocks go, 1 being right. */
    private readonly rate: number,
  ) {}

  readonly clock = {
    now: (): number => 1_780_000_000_000 + this.world.nowMs * this.rate,
    monotonicMs: (): number => 1_000 + this.world.nowMs * this.rate,
  };

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      this.world.after(ms / this.rate, resolve, this);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
  };

  cut(service: ServiceName): void {
    this.cuts.add(service);
  }

  heal(): void {
    this.cuts.clear();
  }

  /** There and back over a network that delays as it likes, and loses what a cut is in the way of. */
  ask<Answer>(service: ServiceName, answer: () => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.world.after(answerMsMax, () => reject(new Error(`No answer from the ${service}.`)), this);
      if (this.cuts.has(service)) return;
      this.world.after(this.world.delayMs(), () => {
        if (this.cuts.has(service)) return;
        const given = answer();
        this.world.after(
          this.world.delayMs(),
          () => {
            if (!this.cuts.has(service)) resolve(given);
          },
          this,
        );
      });
    });
  }

  /** As `ask`, of another process, which takes its time, and may be stopped or dead. */
  askAt<Answer>(service: ServiceName, there: Node, answer: () => Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.world.after(answerMsMax, () => reject(new Error(`No answer from the ${service}.`)), this);
      if (this.cuts.has(service)) return;
      const back = (deliver: () => void): void =>
        this.world.after(
          this.world.delayMs(),
          () => {
            if (!this.cuts.has(service)) deliver();
          },
          this,
        );
      this.world.after(
        this.world.delayMs(),
        () => {
          if (this.cuts.has(service)) return;
          void answer().then(
            (given) => back(() => resolve(given)),
            (cause: unknown) => back(() => reject(new Error(`The ${service} failed.`, { cause }))),
          );
        },
        there,
      );
    });
  }
}

/** True time, chance, and everything that is going to happen. The same seed gives the same world. */
export class World {
  nowMs = 0;
  private due: Due[] = [];
  private state: number;

  constructor(seed: number) {
    this.state = seed * 2_654_435_761;
  }

  /** In [0, 1). Mulberry32. */
  random(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + this.random() * (high - low);
  }

  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.random() * items.length)];
  }

  /** Mostly short, now and then long. */
  delayMs(): number {
    return this.random() < 0.9 ? this.between(0, 20) : this.between(0, 1_500);
  }

  after(ms: number, run: () => void, node: Node | null = null): void {
    const due = { atMs: this.nowMs + ms, node, run };
    let low = 0;
    for (let high = this.due.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.due[middle]?.atMs ?? Infinity) <= due.atMs) low = middle + 1;
      else high = middle;
    }
    this.due.splice(low, 0, due);
  }

  resume(node: Node): void {
    node.paused = false;
    for (const run of node.kept.splice(0)) this.after(0, run, node);
  }

  /** Lets time go by; `observe` is called after everything that happens. */
  async pass(ms: number, observe: () => void): Promise<void> {
    const untilMs = this.nowMs + ms;
    for (;;) {
      const [next] = this.due;
      if (next === undefined || next.atMs > untilMs) break;
      this.due.shift();
      this.nowMs = next.atMs;
      if (next.node?.alive === false) continue;
      if (next.node?.paused === true) next.node.kept.push(next.run);
      else next.run();
      await new Promise(setImmediate); // whatever follows from it without time
      observe();
    }
    this.nowMs = untilMs;
  }
}
