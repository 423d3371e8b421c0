import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventLogUnavailable } from '@keyledger/event-log';
import { type TestDatabase, createTestDatabase } from '@keyledger/testing';
import { readModelWaitMsMax } from '../http/read-model-gate.js';
import { SpecGateway } from './spec-gateway.js';

let database: TestDatabase;
let gateway: SpecGateway;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await gateway.stop();
  await database.drop();
});

const unavailable = {
  status: 503,
  headers: { 'retry-after': '1' },
  body: { status: 503, message: 'The service is not available at the moment; retry.' },
};

describe('SG-6: what fails on our side', () => {
  it('is 500 with a body that leaks nothing where it is a bug, and is logged', async () => {
    const lines: string[] = [];
    gateway = await SpecGateway.start({ databaseUrl: database.url, onLog: (line) => lines.push(line) });
    const { pool } = gateway.api.running.infrastructure;
    jest.spyOn(pool, 'query').mockImplementation(() => {
      throw new TypeError('TopSecret is not a function');
    });
    const answer = await gateway.ask('GET /authentication');
    expect(answer).toMatchObject({ status: 500 });
    expect(answer.body).toEqual({ status: 500, message: 'An internal error occurred.' });
    expect(lines.filter((line) => line.includes('TopSecret'))).not.toEqual([]);
  });

  it('is 503 while the log cannot be reached: a key that may have been deleted is not let in', async () => {
    gateway = await SpecGateway.start({ databaseUrl: database.url });
    const { eventLog } = gateway.api.running.infrastructure;
    jest.spyOn(eventLog, 'readStream').mockRejectedValue(new EventLogUnavailable('10.0.0.5:2113'));
    expect(await gateway.ask('GET /authentication')).toMatchObject(unavailable);
    expect(await gateway.ask('POST /authentication', gateway.first.value, {})).toMatchObject(unavailable);
    jest.restoreAllMocks();
    expect((await gateway.ask('GET /authentication')).status).toBe(200);
  });

  it(
    'is 503 for a key that no read model knows, as long as they are behind',
    async () => {
      gateway = await SpecGateway.start({ databaseUrl: database.url });
      await gateway.list();
      await gateway.api.stopProjecting();
      const made = await gateway.create({ operations: ['SMS'] });
      expect(await gateway.ask('GET /authentication', made.value)).toMatchObject(unavailable);
      expect(await gateway.ask('GET /authentication')).toMatchObject(unavailable);
      // What is known is judged by the log alone.
      expect((await gateway.ask(`DELETE /authentication/${made.id}`)).status).toBe(204);
      expect((await gateway.ask(`DELETE /authentication/${gateway.first.key.id}`)).status).toBe(204);
      expect((await gateway.ask('GET /authentication')).status).toBe(401);
    },
    20 * readModelWaitMsMax,
  );
});
