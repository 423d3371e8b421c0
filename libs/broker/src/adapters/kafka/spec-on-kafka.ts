import { describe, it } from '@jest/globals';

/** `kafka://host:port[,host:port]` of a real cluster that tests may use: every Kafka suite runs on it. */
const clusterUrl = process.env.KAFKA_URL;

/** Skips, and says so, where no Kafka was named. */
export function describeOnKafka(name: string, suite: (addresses: readonly string[]) => void): void {
  if (clusterUrl) {
    suite(clusterUrl.replace('kafka://', '').split(','));
    return;
  }
  process.stderr.write(`NOT tested, for there is no KAFKA_URL: ${name}\n`); // a skipped test alone is easily missed
  describe(name, () => {
    it.skip('was NOT tested: set KAFKA_URL to a Kafka, for example one of node tools/kafka/run.mjs', () =>
      undefined);
  });
}
