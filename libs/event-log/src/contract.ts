import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeAppend } from './contract/append.contract.js';
import { describeConcurrency } from './contract/concurrency.contract.js';
import { describeFidelity } from './contract/fidelity.contract.js';
import { describeIdempotency } from './contract/idempotency.contract.js';
import { describeReading } from './contract/reading.contract.js';
import { describeSubscription } from './contract/subscription.contract.js';
import { describeSubscriptionEnd } from './contract/subscription-end.contract.js';
import type { EventLogUnderTest } from './contract/event-log-under-test.js';

export type { EventLogUnderTest } from './contract/event-log-under-test.js';

/**
 * What every adapter of `EventLog` keeps to. `open` answers with an empty log of its own, for each test anew.
 */
export function describeEventLog(name: string, open: () => Promise<EventLogUnderTest>): void {
  describe(`${name} as an event log`, () => {
    let current: EventLogUnderTest | undefined;
    const underTest = () => {
      if (current === undefined) throw new Error('There is a log under test only while a test runs.');
      return current;
    };
    beforeEach(async () => {
      current = await open();
    });
    afterEach(async () => {
      await current?.dispose();
      current = undefined;
    });
    describeAppend(underTest);
    describeIdempotency(underTest);
    describeConcurrency(underTest);
    describeFidelity(underTest);
    describeReading(underTest);
    describeSubscription(underTest);
    describeSubscriptionEnd(underTest);
  });
}
