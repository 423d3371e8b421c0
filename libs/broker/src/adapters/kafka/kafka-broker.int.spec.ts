import { describeBroker } from '../../contract.js';
import { describeOnKafka } from './spec-on-kafka.js';
import { KafkaHarness } from './spec-harness.js';

describeOnKafka('KafkaBroker', (addresses) => {
  describeBroker('KafkaBroker', async () => new KafkaHarness(addresses), { knowsRepeats: false });
});
