import 'reflect-metadata';
import { startConsumer } from './consumer.js';
import { DenyList } from './deny-list.js';

const { KAFKA_BROKERS = '127.0.0.1:9092' } = process.env;

const app = await startConsumer({ brokers: KAFKA_BROKERS.split(',') });
process.stdout.write(`The deny list is whole: ${app.get(DenyList).size} keys and accounts are refused\n`);

const stop = (): void => void app.close().then(() => process.exit(0));
process.once('SIGINT', stop).once('SIGTERM', stop);
