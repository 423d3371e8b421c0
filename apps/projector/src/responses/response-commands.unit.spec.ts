import { randomUUID } from 'node:crypto';
import {
  type DomainEvent,
  type LedgerEvent,
  keyStream,
  streamOf,
  toLedgerEvent,
  toNewEvent,
} from '@keyledger/contracts';
import type { AlertRaised, AlertResponse } from '@keyledger/domain';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { systemClock, systemIds } from '@keyledger/platform';
import { exampleKeyCreated } from '@keyledger/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ResponseCommands } from './response-commands.js';

const keyId = 'key_one';
const seenAt = '2030-01-01T00:00:00.000Z';
const reason = { reason: 'policy', comment: null } as const;

let log: MemoryEventLog;
let commands: ResponseCommands;

beforeEach(async () => {
  log = new MemoryEventLog();
  commands = new ResponseCommands({ log, clock: systemClock, ids: systemIds });
  const account = { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null } as const;
  await record({ type: 'AccountOpened', data: account });
});

async function record(event: DomainEvent, actor = 'key_admin'): Promise<LedgerEvent> {
  const ids = { requestId: 'r', correlationId: 'story', causationId: 'r' };
  const metadata = { ...ids, clientAddress: null, userAgent: null, actor, time: seenAt };
  const stream = streamOf(event);
  await log.append(stream, [toNewEvent(event, metadata, randomUUID())], 'any');
  const last = (await log.readStream(stream)).at(-1);
  if (last === undefined) throw new Error('Nothing was recorded');
  return toLedgerEvent(last);
}

async function createKey(...scopes: readonly string[]): Promise<void> {
  const data = { ...exampleKeyCreated.data, keyId, accountId: 'acme', scopes };
  await record({ type: 'KeyCreated', data });
}

async function alertWith(response: AlertResponse): Promise<() => ReturnType<ResponseCommands['respond']>> {
  const event: AlertRaised = {
    type: 'AlertRaised',
    data: {
      ...{ accountId: 'acme', alertId: randomUUID(), rule: 'scope-probing', keyId, severity: 'critical' },
      ...{ count: 1, firstSeenAt: seenAt, lastSeenAt: seenAt, evidence: {}, response },
    },
  };
  const recorded = await record(event, 'system:detection');
  return () => commands.respond(recorded, event);
}

async function keyEvents(): Promise<readonly LedgerEvent[]> {
  return (await log.readStream(keyStream(keyId))).map(toLedgerEvent).slice(1);
}

describe('ResponseCommands', () => {
  it('disables the key, and says because of what', async () => {
    await createKey('invoices:read');
    const respond = await alertWith('disable');
    expect(await respond()).toBe('done');
    const [cause] = (await log.readStream('account-acme')).slice(-1);
    expect(await keyEvents()).toMatchObject([
      {
        event: { type: 'KeyDisabled', data: { reason: 'policy' } },
        metadata: { actor: 'system:alert-response', causationId: cause?.id, correlationId: 'story' },
      },
    ]);
  });

  it('does not take a key away twice for the same reason', async () => {
    await createKey('invoices:read');
    const respond = await alertWith('disable');
    await respond();
    await record({ type: 'KeyEnabled', data: { keyId, accountId: 'acme', comment: 'it was us' } });
    expect(await respond()).toBe('done-before');
    expect((await keyEvents()).map(({ event }) => event.type)).toEqual(['KeyDisabled', 'KeyEnabled']);
  });

  it('leaves the key what reads', async () => {
    await createKey('invoices:*', 'users:read');
    expect(await (await alertWith('cut-to-read'))()).toBe('done');
    expect(await keyEvents()).toMatchObject([
      { event: { type: 'ScopesChanged', data: { scopes: ['invoices:read', 'users:read'] } } },
    ]);
  });

  it('disables a key that would be left nothing that reads', async () => {
    await createKey('invoices:Delete');
    expect(await (await alertWith('cut-to-read'))()).toBe('done');
    expect(await keyEvents()).toMatchObject([{ event: { type: 'KeyDisabled' } }]);
  });

  it('leaves alone a key that reads only', async () => {
    await createKey('invoices:read');
    expect(await (await alertWith('cut-to-read'))()).toBe('done');
    expect(await keyEvents()).toEqual([]);
  });

  it.each(['KeyRevoked', 'KeyDisabled'] as const)('has nothing to do after %s', async (type) => {
    await createKey('invoices:read');
    await record({ type, data: { keyId, accountId: 'acme', ...reason } });
    expect(await (await alertWith('disable'))()).toBe('refused');
    expect(await keyEvents()).toHaveLength(1);
  });

  it('has nothing to do where there is no such key', async () => {
    expect(await (await alertWith('disable'))()).toBe('refused');
    expect(await keyEvents()).toEqual([]);
  });
});
