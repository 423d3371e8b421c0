import type { LiveIndex } from '@keyledger/verification';
import type { OnModuleInit } from '@nestjs/common';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Overload } from './overload.js';
import type { VerdictCounts } from './verdict-counts.js';

export interface MeasuredParts {
  readonly live: LiveIndex;
  readonly counts: VerdictCounts;
  readonly overload: Overload;
}

/** Everything is read off when metrics are asked for; the request path knows nothing of it. */
export class VerifierMetrics implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly parts: MeasuredParts,
  ) {}

  onModuleInit(): void {
    const { live, counts, overload } = this.parts;
    this.counter(
      'keyledger_verdicts_total',
      'code',
      'Verdicts given, and requests of gateways refused before one, by code.',
      () => counts.byCode,
    );
    this.counter(
      'keyledger_requests_shed_total',
      'reason',
      'Questions that were refused because there was too much to do.',
      () => ({ overloaded: overload.shed }),
    );
    this.gauge('keyledger_verification_keys', 'Keys in the verification index.', () => live.index.size);
    this.gauge('keyledger_verification_position', 'Log position that verdicts are as of.', () =>
      Number(live.asOf),
    );
    this.gauge(
      'keyledger_verification_staleness_seconds',
      'Age of the latest proof that the index holds everything that the log holds.',
      () => live.stalenessMs() / 1_000,
    );
  }

  private counter(
    name: string,
    label: string,
    help: string,
    counts: () => Readonly<Record<string, number>>,
  ): void {
    new Counter({
      name,
      help,
      labelNames: [label],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(counts())) this.inc({ [label]: value }, count);
      },
    });
  }

  private gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(value());
      },
    });
  }
}
