import { describe, expect, it } from '@jest/globals';
import type { BatchHandler } from '@keyledger/broker';
import { fromKeyEventMessage, isUnreadable, keyEventsTopic } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import type { ApartDeployment } from '../deployments/deployment.js';
import type { Acme } from './acme.js';
import { waitMsMax } from './load.js';
import { testMsMax } from './under-load.js';

/** What a consumer of the key events is told: anything may come again, nothing may be missing or out of order. */
class Published {
  /** Last revision by key. */
  readonly revisions = new Map<string, number>();
  readonly gaps: string[] = [];

  readonly handle: BatchHandler = async ({ messages }) => {
    for (const message of messages) {
      const event = fromKeyEventMessage(message);
      if (isUnreadable(event)) throw new Error(event.poison);
      const { subject, revision } = event;
      const next = (this.revisions.get(subject) ?? -1) + 1;
      if (revision > next) this.gaps.push(`${subject}: ${revision} came where ${next} was due`);
      if (revision >= next) this.revisions.set(subject, revision);
    }
  };
}

/** After all that was done to the processes before. */
export function describePublished(acmeOf: () => Acme, deployed: () => ApartDeployment): void {
  describe('in the end', () => {
    it(
      'have published every change that was acknowledged, in order',
      async () => {
        const { acknowledged } = acmeOf();
        expect(acknowledged.length).toBeGreaterThan(0);
        const broker = await deployed().openBroker();
        const published = new Published();
        await broker.consume({ topic: keyEventsTopic.name, group: 'e2e', handler: published.handle });
        await waitFor(
          () =>
            acknowledged.every(({ keyId, revision }) => (published.revisions.get(keyId) ?? -1) >= revision),
          { what: 'every acknowledged change', timeoutMs: waitMsMax },
        );
        expect(published.gaps).toEqual([]);
        await broker.close();
      },
      testMsMax,
    );
  });
}
