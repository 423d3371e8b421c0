import { BROKER } from '@keyledger/broker';
import { EVENT_LOG } from '@keyledger/event-log';
import { CLOCK, CONFIG, HEALTH, IDS, LOGGER, METRICS, POOL } from '@keyledger/platform';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Infrastructure } from './infrastructure.js';

/** Puts the process's infrastructure under its injection tokens. It was opened before Nest and is closed after it. */
@Module({})
export class InfrastructureModule {
  static forRoot(infrastructure: Infrastructure): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: infrastructure.config },
      { provide: CLOCK, useValue: infrastructure.clock },
      { provide: IDS, useValue: infrastructure.ids },
      { provide: LOGGER, useValue: infrastructure.logger },
      { provide: METRICS, useValue: infrastructure.metrics },
      { provide: HEALTH, useValue: infrastructure.health },
      { provide: POOL, useValue: infrastructure.pool },
      { provide: EVENT_LOG, useValue: infrastructure.eventLog },
      { provide: BROKER, useValue: infrastructure.broker },
      { provide: DataSource, useValue: infrastructure.dataSource },
    ];
    return {
      module: InfrastructureModule,
      global: true,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
