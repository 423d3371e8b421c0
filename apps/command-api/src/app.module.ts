import { type Infrastructure, InfrastructureModule } from '@keyledger/composition';
import { type DynamicModule, Module } from '@nestjs/common';
import { CommandApiModule } from './command-api.module.js';

/** The admin API as a process of its own. */
@Module({})
export class AppModule {
  static on(infrastructure: Infrastructure): DynamicModule {
    return { module: AppModule, imports: [InfrastructureModule.forRoot(infrastructure), CommandApiModule] };
  }
}
