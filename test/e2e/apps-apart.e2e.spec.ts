import { beforeAll } from '@jest/globals';
import { Acme } from './apart/acme.js';
import { describeFrozen } from './apart/frozen.js';
import { describeKilled } from './apart/killed.js';
import { describePublished } from './apart/published.js';
import { describeServersKilled } from './apart/servers-killed.js';
import { describeWholeLife } from './apart/whole-life.js';
import { describeDeployments } from './deployments/describe-deployments.js';

describeDeployments(
  'the apps, each a process of its own',
  ['apart-postgres', 'apart-kafka-eventstoredb'],
  (deployed, servers) => {
    let acme: Acme;

    beforeAll(async () => {
      acme = new Acme(deployed().fleet);
      await acme.open();
    });

    describeWholeLife(() => acme);
    describeFrozen(() => acme);
    describeKilled(() => acme);
    describeServersKilled(() => acme, deployed, servers);
    describePublished(() => acme, deployed);
  },
  { size: { projector: 2, verifier: 3, auditor: 2 }, kafka: 'own' },
);
