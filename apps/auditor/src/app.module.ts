import { type Infrastructure, InfrastructureModule } from '@keyledger/composition';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditorModule } from './auditor.module.js';

/** The auditor as a process of its own. */
@Module({})
export class AppModule {
  static on(infrastructure: Infrastructure): DynamicModule {
    return { module: AppModule, imports: [InfrastructureModule.forRoot(infrastructure), AuditorModule] };
  }
}
