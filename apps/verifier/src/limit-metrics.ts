import type { KeyLimiter } from '@keyledger/verification';
import type { OnModuleInit } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

/** Read off when metrics are asked for. */
export class LimitMetrics implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly limiter: KeyLimiter,
  ) {}

  onModuleInit(): void {
    const { limiter } = this;
    new Gauge({
      name: 'keyledger_limit_counters',
      help: 'Counters of limits in memory: of keys with limits that were used lately.',
      registers: [this.registry],
      collect() {
        this.set(limiter.size);
      },
    });
    new Gauge({
      name: 'keyledger_limits_cut_off',
      help: 'Whether shares of limits cannot be leased, so that limits are kept by the rule for outages.',
      registers: [this.registry],
      collect() {
        this.set(limiter.isCutOff ? 1 : 0);
      },
    });
  }
}
