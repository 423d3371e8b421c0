import { afterAll, beforeAll } from '@jest/globals';
import { type EventStoreDbStandIn, startEventStoreDbStandIn } from '@keyledger/testing';
import { describeEventLog } from '../../contract.js';
import { openPartOfLog } from './spec-part-of-log.js';

/** A real server by EVENT_LOG_URL (`npm run test:eventstoredb`), the stand-in without one: the tests cannot tell. */
const given = process.env['EVENT_LOG_URL'] ?? '';
const realUrl = given.startsWith('esdb') ? given : undefined;

let standIn: EventStoreDbStandIn | undefined;

beforeAll(async () => {
  if (realUrl === undefined) standIn = await startEventStoreDbStandIn();
});

afterAll(async () => {
  await standIn?.close();
});

describeEventLog('EventStoreDB', async () => {
  const { log, streamNameCharactersMax } = openPartOfLog(realUrl ?? standIn?.url ?? '');
  return {
    log,
    streamNameCharactersMax,
    loseConnections: async () => standIn?.dropConnections(),
    dispose: () => log.close(),
  };
});
