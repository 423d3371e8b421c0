import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { verify, type KeyledgerOptions } from './keyledger.js';

interface Order {
  readonly id: string;
  readonly item: string;
}

/** Verdicts about permission answer 403, STALE 503; any other "no" is about the key itself. */
const statusOfCode: Readonly<Record<string, number>> = {
  INSUFFICIENT_SCOPE: 403,
  ADDRESS_NOT_ALLOWED: 403,
  STALE: 503,
};

const bearer = /^Bearer ([^\s]+)$/;

/** Refuses the request unless Keyledger accepts its key for the operation; without an answer it refuses too. */
function requireOperation(options: KeyledgerOptions, operation: string) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const key = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (key === undefined) {
      await reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'MISSING_CREDENTIALS' });
      return;
    }
    try {
      const verdict = await verify(options, { key, operation, clientAddress: request.ip });
      if (!verdict.valid) await reply.code(statusOfCode[verdict.code] ?? 401).send({ error: verdict.code });
    } catch {
      await reply.code(503).send({ error: 'KEYLEDGER_UNAVAILABLE' });
    }
  };
}

/** Three operations behind Keyledger: `orders:ListOrders`, `orders:GetOrder`, `orders:CreateOrder`. */
export function createOrdersApi(options: KeyledgerOptions): FastifyInstance {
  const app = fastify();
  const orders: Order[] = [{ id: '1', item: 'a kettle' }];

  app.get('/orders', { onRequest: requireOperation(options, 'orders:ListOrders') }, () => ({ orders }));

  app.get<{ Params: { id: string } }>(
    '/orders/:id',
    { onRequest: requireOperation(options, 'orders:GetOrder') },
    (request, reply) =>
      orders.find(({ id }) => id === request.params.id) ?? reply.code(404).send({ error: 'NOT_FOUND' }),
  );

  app.post<{ Body: { item: string } }>(
    '/orders',
    {
      onRequest: requireOperation(options, 'orders:CreateOrder'),
      schema: {
        body: {
          type: 'object',
          required: ['item'],
          properties: { item: { type: 'string', maxLength: 100 } },
        },
      },
    },
    (request, reply) => {
      const order: Order = { id: String(orders.length + 1), item: request.body.item };
      orders.push(order);
      return reply.code(201).send(order);
    },
  );
  return app;
}
