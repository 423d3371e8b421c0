import { KeyledgerClient } from '@keyledger/sdk';
import { keyledgerFastify } from '@keyledger/sdk/fastify';
import { fastify, type FastifyInstance } from 'fastify';

interface Order {
  readonly id: string;
  readonly item: string;
}

export interface OrdersApiOptions {
  /** Where Keyledger listens. */
  readonly url: string;
  /** A service key: a key of account `system` with the scope `keyledger:Verify` or `keyledger@{account}:Verify`. */
  readonly serviceKey: string;
  /** Only keys of this account are accepted. */
  readonly account: string;
}

const newOrder = {
  type: 'object',
  required: ['item'],
  properties: { item: { type: 'string', maxLength: 100 } },
} as const;

/** Three operations behind Keyledger: `orders:ListOrders`, `orders:GetOrder`, `orders:CreateOrder`. */
export async function createOrdersApi(options: OrdersApiOptions): Promise<FastifyInstance> {
  const { url, serviceKey, account } = options;
  const app = fastify();
  const verifier = new KeyledgerClient({ url, key: serviceKey });
  await app.register(keyledgerFastify, { verifier, account, keyledgerUrl: url });
  const orders: Order[] = [{ id: '1', item: 'a kettle' }];

  app.get('/orders', { onRequest: app.requireScope('orders:ListOrders') }, () => ({ orders }));

  app.get<{ Params: { id: string } }>(
    '/orders/:id',
    { onRequest: app.requireScope('orders:GetOrder') },
    (request, reply) =>
      orders.find(({ id }) => id === request.params.id) ?? reply.code(404).send({ error: 'NOT_FOUND' }),
  );

  app.post<{ Body: { item: string } }>(
    '/orders',
    { onRequest: app.requireScope('orders:CreateOrder'), schema: { body: newOrder } },
    (request, reply) => {
      const order: Order = { id: String(orders.length + 1), item: request.body.item };
      orders.push(order);
      return reply.code(201).send(order);
    },
  );
  return app;
}
