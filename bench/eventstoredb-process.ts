import { startEventStoreDbStandIn } from '@keyledger/testing';

/** What the parent gets once the stand-in listens. */
export interface StandInStarted {
  readonly url: string;
}

const { url } = await startEventStoreDbStandIn();
process.send?.({ url } satisfies StandInStarted);
