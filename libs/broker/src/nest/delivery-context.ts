import { BaseRpcContext } from '@nestjs/microservices';
import type { BatchContext, PoisonMessage } from '../broker.js';

/** What `@Ctx()` gives a handler beside its batch. */
export class DeliveryContext extends BaseRpcContext<[BatchContext]> implements BatchContext {
  async deadLetter(poison: readonly PoisonMessage[]): Promise<void> {
    await this.args[0].deadLetter(poison);
  }
}
