import { beforeAll, expect, it } from '@jest/globals';
import {
  toLedgerEvent,
  type AccountOpenedAnswer,
  type AuditPageAnswer,
  type KeyCreatedAnswer,
  type LedgerEvent,
} from '@keyledger/contracts';
import { originPosition, type EventLog } from '@keyledger/event-log';
import { foldLog, readModels, readTables } from '@keyledger/read-models';
import { waitFor } from '@keyledger/testing';
import { apiOf, type Api } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

const writers = 8;
const killAfterAcknowledged = 150;
const readPageEvents = 500;
const logIsAway = 503;

/** What the product has said yes to, by key: the revision that the key then had. */
interface Acknowledged {
  readonly keyId: string;
  revision: number;
}

/** Creates a key and changes it, over and over, until the product no longer answers, or that its log is gone. */
async function writeUntilCut(api: Api, writer: number, acknowledged: Acknowledged[]): Promise<void> {
  for (let round = 0; ; round++) {
    const created = await api.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
      name: `writer ${writer} round ${round}`,
      scopes: ['orders:ListOrders'],
    });
    if (created.status === logIsAway) return;
    expect(created.status).toBe(201);
    const entry: Acknowledged = { keyId: created.body.key.id, revision: 0 };
    acknowledged.push(entry);
    const path = `/v1/keys/${entry.keyId}`;
    for (const change of [
      () => api.put(`${path}/scopes`, { scopes: ['orders:*'] }),
      () => api.post(`${path}/disable`, { reason: 'unused' }),
      () => api.post(`${path}/revoke`, { reason: 'leaked' }),
    ]) {
      const answer = await change();
      if (answer.status === logIsAway) return;
      expect(answer.status).toBe(200);
      entry.revision++;
    }
  }
}

async function wholeLog(log: EventLog): Promise<LedgerEvent[]> {
  const events: LedgerEvent[] = [];
  for (let after = originPosition; ;) {
    const page = await log.readAll(after, readPageEvents);
    const last = page.at(-1);
    if (last === undefined) return events;
    events.push(...page.map((recorded) => toLedgerEvent(recorded)));
    after = last.position;
  }
}

describeDeployments(
  'SIGKILL of everything in the middle of concurrent writes, then a new start',
  ['all-in-one', 'apart-kafka-eventstoredb'],
  (deployed) => {
    const acknowledged: Acknowledged[] = [];
    const rootApi = () => apiOf(deployed().apiUrl, deployed().rootKey);

    beforeAll(async () => {
      const api = rootApi();
      await api.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
      const writing = Array.from({ length: writers }, (_, writer) =>
        writeUntilCut(api, writer, acknowledged).catch((error: unknown) => {
          // By name, since fetch throws errors of Node's own realm: the product is gone, as intended.
          if ((error as Error).name !== 'TypeError') throw error;
        }),
      );
      await waitFor(() => acknowledged.length >= killAfterAcknowledged, { what: 'enough writes', pollMs: 2 });
      await deployed().crash();
      await Promise.all(writing);
      await deployed().restart();
    });

    it('has lost no acknowledged event', async () => {
      for (const { keyId, revision } of acknowledged) {
        const history = await rootApi().get<AuditPageAnswer>(`/v1/keys/${keyId}/history`);
        expect(history.status).toBe(200);
        // One more than was acknowledged is fine: the answer may have been cut off after the event was durable.
        expect([revision + 1, revision + 2]).toContain(history.body.items.length);
      }
    });

    it('has read models that equal a fold of the log', async () => {
      const api = rootApi();
      const last = await api.post<AccountOpenedAnswer>('/v1/accounts', {
        slug: 'after-the-crash',
        name: 'After the crash',
      });
      const caughtUp = await api.get(`/v1/audit?minPosition=${last.body.position}`);
      expect(caughtUp.status).toBe(200);
      expect((await api.get(`/v1/accounts/acme/keys?minPosition=${last.body.position}`)).status).toBe(200);
      expect(new Set(await deployed().stop())).toEqual(new Set([0]));

      const stores = await deployed().openStores();
      const events = await wholeLog(stores.log);
      expect(events.length).toBeGreaterThan(killAfterAcknowledged);
      const rows = await readTables(stores.pool, readModels);
      expect(rows).toEqual(foldLog(events, readModels));
      await stores.close();
    });
  },
);
