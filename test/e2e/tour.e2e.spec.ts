import { expect, it } from '@jest/globals';
import { keyPattern } from '@keyledger/domain';
import { describeDeployments } from './deployments/describe-deployments.js';
import { takeTour } from './tour.js';

describeDeployments(
  'the tour of the README, pasted into a shell',
  ['all-in-one', 'apart-postgres', 'apart-kafka', 'apart-kafka-eventstoredb'],
  (deployed) => {
    it('prints what the README says', () => takeTour(deployed()));

    it('leaves no key value in anything that the product has written, at the most talkative log level', async () => {
      const { rootKey } = deployed();
      expect(new Set(await deployed().stop())).toEqual(new Set([0]));
      const written = deployed().written();
      expect(written).toContain('/v1/verify'); // it did log requests
      // The root key is shown once, in the welcome: that is the one place.
      expect(written.split(rootKey)).toHaveLength(2);
      const keys = written.match(new RegExp(keyPattern, 'g')) ?? [];
      expect(new Set(keys)).toEqual(new Set([rootKey]));
    });
  },
  { env: { LOG_LEVEL: 'trace' } },
);
