import { createOrdersApi } from './orders-api.js';

const {
  URL: keyledgerUrl = 'http://127.0.0.1:8080',
  SERVICE_KEY,
  ACCOUNT = 'acme',
  PORT = '3000',
} = process.env;

if (SERVICE_KEY === undefined) {
  process.stderr.write('Set SERVICE_KEY to a key of account system with the scope keyledger:Verify.\n');
  process.exit(1);
}

const app = await createOrdersApi({ url: keyledgerUrl, serviceKey: SERVICE_KEY, account: ACCOUNT });
const address = await app.listen({ host: '127.0.0.1', port: Number(PORT) });
process.stdout.write(`The orders API listens on ${address}\n`);
