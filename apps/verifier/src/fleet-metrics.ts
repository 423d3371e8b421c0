import type { FleetMember } from '@keyledger/verification';
import type { OnModuleInit } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';

/** Read off when metrics are asked for. */
export class FleetMetrics implements OnModuleInit {
  constructor(
    private readonly registry: Registry,
    private readonly member: FleetMember,
  ) {}

  onModuleInit(): void {
    const { member } = this;
    new Gauge({
      name: 'keyledger_fleet_registered',
      help: 'Whether the verifier is registered, without which it gives no verdicts.',
      registers: [this.registry],
      collect() {
        this.set(member.isRegistered ? 1 : 0);
      },
    });
    new Gauge({
      name: 'keyledger_fleet_reported_position',
      help: 'Log position that the verifier has last reported to have applied.',
      registers: [this.registry],
      collect() {
        this.set(Number(member.reported ?? 0n));
      },
    });
  }
}
