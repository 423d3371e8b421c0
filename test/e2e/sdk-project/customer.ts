import { KeyledgerClient, KeyledgerProblem, LocalVerifier } from '@keyledger/sdk';
import { keyledgerExpress } from '@keyledger/sdk/express';
import { keyledgerFastify } from '@keyledger/sdk/fastify';
import { fastify } from 'fastify';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What a customer would write, from the first account to the last guard; prints what happened as one line of JSON.

const { KEYLEDGER_URL: url = '', ROOT_KEY: key = '' } = process.env;
const operation = 'orders:ListOrders';

const admin = new KeyledgerClient({ url, key, timeoutMs: 10_000 });
await admin.accounts.openAccount({ slug: 'acme', name: 'Acme' });
const service = await admin.keys.createKey('system', { name: 'orders', scopes: ['keyledger@acme:Verify'] });
const created = await admin.keys.createKey('acme', { name: 'customer', scopes: ['orders:read', operation] });

const remote = new KeyledgerClient({ url, key: service.value, timeoutMs: 10_000 });
const asked = await remote.verify({ key: created.value, operation, minPosition: created.position });
const { answers } = await remote.verifyBatch([{ key: created.value }, { key: 'nonsense' }]);

const local = new LocalVerifier({ url, key: service.value });
local.start();
const ready = await local.whenReady(20_000);

const app = fastify();
await app.register(keyledgerFastify, { verifier: local, account: 'acme' });
app.get('/orders', { onRequest: app.requireScope(operation) }, ({ keyledger }) => keyledger);

const requireScope = keyledgerExpress({ verifier: local, account: 'acme' });
const server = createServer((request, response) =>
  requireScope('orders:CancelOrder')(request, response, () => response.end()),
);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;

const headers = { authorization: `Bearer ${created.value}` };
const before = await app.inject({ url: '/orders', headers });
const scoped = await fetch(`http://127.0.0.1:${port}/`, { headers });

const revoked = await admin.keys.revokeKey(created.key.id, { reason: 'leaked' });
const verdict = await local.verify({ key: created.value, minPosition: revoked.position });
const after = await app.inject({ url: '/orders', headers });
const again: unknown = await admin.keys
  .revokeKey(created.key.id, { reason: 'leaked' })
  .catch((no: unknown) => no);

server.close();
await app.close();
await local.stop();

process.stdout.write(
  JSON.stringify({
    asked: asked.code,
    batch: answers.map(({ code }) => code),
    ready,
    before: [before.statusCode, before.json<{ scope: string }>().scope],
    scoped: scoped.status,
    verdict: verdict.code,
    after: after.statusCode,
    again: again instanceof KeyledgerProblem ? [again.status, again.code] : 'no problem',
  }),
);
