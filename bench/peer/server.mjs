// The API keys of better-auth behind one route, as its documentation has it: `node server.mjs default|best DATABASE_URL KEYS`.
import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import Fastify from 'fastify';
import pg from 'pg';

const [mode, connectionString, keysCount] = process.argv.slice(2);
const memory = new Map();
const modes = {
  // As it comes; but for the limit, which is 10 requests a day. Each verification counts in the database.
  default: [{ rateLimit: { enabled: true, maxRequests: 1_000_000_000 } }, {}],
  // Keys in this process, nothing counted, and what is written (when a key was last used) written after the answer.
  best: [
    { storage: 'secondary-storage', rateLimit: { enabled: false }, deferUpdates: true },
    {
      secondaryStorage: {
        get: (name) => memory.get(name) ?? null,
        set: (name, value) => void memory.set(name, value),
        delete: (name) => void memory.delete(name),
      },
      advanced: { backgroundTasks: { handler: (task) => void task.catch(console.error) } },
    },
  ],
};
const [keyOptions, options] = modes[mode];
const auth = betterAuth({
  ...{ ...options, telemetry: { enabled: false }, plugins: [apiKey(keyOptions)] },
  ...{ secret: 'a secret of the benchmark, of 32 characters', baseURL: 'http://127.0.0.1' },
  database: new pg.Pool({ connectionString, options: `-c search_path=peer_${mode}` }),
});

await (await getMigrations(auth.options)).runMigrations();
const { internalAdapter } = await auth.$context;
const { id: userId } = await internalAdapter.createUser({ name: 'acme', email: 'acme@example.com' });
const permissions = { orders: ['Create', 'Cancel'], invoices: ['Read', 'Create'] };
const keys = [];
while (keys.length < Number(keysCount)) {
  keys.push((await auth.api.createApiKey({ body: { userId, permissions } })).key);
}

const fastify = Fastify();
fastify.post('/verify', async ({ body }) => {
  const { valid, key } = await auth.api.verifyApiKey({
    body: { key: body.key, permissions: { orders: ['Create'] } },
  });
  return { valid, code: valid ? 'VALID' : 'REFUSED', keyId: key?.id ?? null };
});
await fastify.listen({ host: '127.0.0.1', port: 0 });
process.send({ port: fastify.server.address().port, keys });
