import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Consumer, type MessageBatch } from '@keyledger/broker';
import { type RequestEvent, fromRequestMessage, isUnreadable, requestsTopic } from '@keyledger/contracts';
import { writeUsage } from '@keyledger/read-models';
import { waitFor } from '@keyledger/testing';
import { SpecApi } from './spec-api.js';

let api: SpecApi;
let counting: Consumer;

beforeAll(async () => {
  api = await SpecApi.start();
  counting = await api.running.infrastructure.broker.consume({
    topic: requestsTopic.name,
    group: 'spec',
    handler: async (batch) => {
      await writeUsage(api.running.infrastructure.pool, countable(batch));
    },
  });
});

afterAll(async () => {
  await counting.stop();
  await api.stop();
});

describe('the use of an admin key', () => {
  it('is counted by hour, operation and outcome, and shown with the key', async () => {
    const { key, value } = await api.createKey('system', { scopes: ['keyledger:ListAccounts'] });
    await api.send('GET /v1/accounts', { as: value });
    await api.send('GET /v1/accounts', { as: value });
    await api.send('GET /v1/audit', { as: value });
    await api.send(`DELETE /v1/keys/${key.id}`);
    await api.send('GET /v1/accounts', { as: value });

    const total = async () => {
      const { body } = await api.send(`GET /v1/keys/${key.id}/usage`);
      const items = body.items as { operation: string; code: string; count: number }[];
      return items.reduce((sum, { count }) => sum + count, 0) === 4 ? items : null;
    };
    const items = await waitFor(total, { what: 'four requests to be counted' });
    const counts = new Map<string, number>();
    for (const { operation, code, count } of items) {
      const name = `${operation} ${code}`;
      counts.set(name, (counts.get(name) ?? 0) + count); // the hour may have turned meanwhile
    }
    expect([...counts].sort()).toEqual([
      ['keyledger:ListAccounts KEY_REVOKED', 1],
      ['keyledger:ListAccounts VALID', 2],
      ['keyledger:ReadAudit INSUFFICIENT_SCOPE', 1],
    ]);
    expect((await api.send(`GET /v1/keys/${key.id}`)).body).toMatchObject({
      lastUsed: { operation: 'keyledger:ListAccounts', code: 'VALID', clientAddress: '127.0.0.1' },
      lastRefused: { operation: 'keyledger:ListAccounts', code: 'KEY_REVOKED' },
    });
    const elsewhen = '?from=2030-01-01T00:00:00Z&to=2030-01-02T00:00:00Z';
    expect((await api.send(`GET /v1/keys/${key.id}/usage${elsewhen}`)).body.items).toEqual([]);
  });
});

function countable({ topic, partition, messages }: MessageBatch): Parameters<typeof writeUsage>[1] {
  return {
    topic,
    partition,
    group: 'spec',
    requests: messages.map((message) => ({
      offset: message.offset,
      event: readable(fromRequestMessage(message)),
    })),
    firstOffset: messages.at(0)?.offset ?? 0n,
    lastOffset: messages.at(-1)?.offset ?? 0n,
  };
}

function readable(event: ReturnType<typeof fromRequestMessage>): RequestEvent {
  if (isUnreadable(event)) throw new Error(event.poison);
  return event;
}
