import { describeBroker } from '../../contract.js';
import { describeOnKafka } from './kafka-for-tests.js';
import { KafkaHarness } from './kafka-harness.js';

describeOnKafka('KafkaBroker', (addresses) => {
  describeBroker('KafkaBroker', async () => new KafkaHarness(addresses), { knowsRepeats: false });
});
