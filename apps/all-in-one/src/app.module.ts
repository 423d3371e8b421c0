import { type Infrastructure, InfrastructureModule } from '@keyledger/composition';
import { type DynamicModule, Module } from '@nestjs/common';
import { AuditorModule } from '../../auditor/src/auditor.module.js';
import { CommandApiModule } from '../../command-api/src/command-api.module.js';
import { ProjectorModule } from '../../projector/src/projector.module.js';
import { VerifierModule } from '../../verifier/src/verifier.module.js';

/** The modules of all processes on one infrastructure. */
@Module({})
export class AppModule {
  static readonly on = (infrastructure: Infrastructure): DynamicModule => ({
    module: AppModule,
    imports: [
      InfrastructureModule.forRoot(infrastructure),
      CommandApiModule,
      ProjectorModule,
      VerifierModule,
      AuditorModule,
    ],
  });
}
