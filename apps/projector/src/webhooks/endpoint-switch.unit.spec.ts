import { randomUUID } from 'node:crypto';
import { type DomainEvent, accountStream, toLedgerEvent, toNewEvent } from '@keyledger/contracts';
import { openWebhookFilter } from '@keyledger/domain';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { systemClock, systemIds } from '@keyledger/platform';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { EndpointSwitch } from './endpoint-switch.js';

const ids = { accountId: 'acme', endpointId: 'endpoint-1' };
const stream = accountStream(ids.accountId);
const time = '2030-01-01T00:00:00.000Z';

let log: MemoryEventLog;
let endpoints: EndpointSwitch;

async function record(event: DomainEvent): Promise<void> {
  const known = { actor: 'key_admin', requestId: 'r', correlationId: 'c', causationId: 'r', time };
  const metadata = { ...known, clientAddress: null, userAgent: null };
  await log.append(stream, [toNewEvent(event, metadata, randomUUID())], 'any');
}

beforeEach(async () => {
  log = new MemoryEventLog();
  endpoints = new EndpointSwitch({ log, clock: systemClock, ids: systemIds });
  const account = { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null } as const;
  await record({ type: 'AccountOpened', data: account });
});

async function added(): Promise<void> {
  const described = { url: 'https://example.com/', description: null, filter: openWebhookFilter };
  const data = { ...ids, ...described, secretId: 'secret-1', addedAt: time };
  await record({ type: 'WebhookEndpointAdded', data });
}

const history = async () => (await log.readStream(stream)).map(toLedgerEvent);

describe('EndpointSwitch', () => {
  it('disables an endpoint once, and says why and that nobody asked', async () => {
    await added();
    await Promise.all([endpoints.disable(ids, 'failing'), endpoints.disable(ids, 'failing')]);
    await endpoints.disable(ids, 'gone');
    expect((await history()).slice(2)).toMatchObject([
      {
        event: { type: 'WebhookEndpointChanged', data: { ...ids, disabled: 'failing' } },
        metadata: { actor: 'system:webhooks' },
      },
    ]);
  });

  it('has nothing to do where the endpoint was removed meanwhile', async () => {
    await endpoints.disable(ids, 'failing');
    expect(await history()).toHaveLength(1);
  });
});
