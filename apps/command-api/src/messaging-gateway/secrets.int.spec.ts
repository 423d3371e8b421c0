import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecGateway, mistyped } from './spec-gateway.js';

let gateway: SpecGateway;
const lines: string[] = [];

beforeAll(async () => {
  gateway = await SpecGateway.start({ onLog: (line) => lines.push(line) });
});

afterAll(async () => {
  await gateway.stop();
});

describe('SG-4: a value in the path', () => {
  it('is in no line that is logged at debug level, no answer, event, row or metric, however it is mistyped', async () => {
    const { value } = await gateway.create({ operations: ['SMS'] });
    const secret = value.slice('sg_live_'.length);
    const reversed = Array.from(secret).reverse().join('');
    const asked = [value, mistyped(value), secret, secret.slice(3), reversed, `${secret}/${secret}`];
    const answers: string[] = [];
    for (const path of asked) {
      for (const method of ['GET', 'HEAD', 'DELETE', 'PUT']) {
        for (const key of [gateway.first.value, value, secret, null]) {
          const { text, headers } = await gateway.ask(`${method} /authentication/${path}`, key);
          answers.push(text, JSON.stringify(headers));
        }
      }
    }
    const { infrastructure, fastify } = gateway.api.running;
    for (const path of [`${secret}%zz`, secret.repeat(100)]) {
      const { payload } = await fastify.inject({ method: 'GET', url: `/authentication/${path}` });
      answers.push(payload);
    }
    await gateway.ask(`GET /authentication?userId=${secret}`);
    await gateway.ask(`GET /authentication?cursor=${secret}`);
    await gateway.ask(`GET /authentication?${secret}=x`);

    const { eventLog, metrics, pool } = infrastructure;
    const events = toText(await eventLog.readAll(0n, 1_000));
    const audited = toText((await pool.query('SELECT * FROM read.audit_log')).rows);
    const recorded = toText((await pool.query('SELECT * FROM broker.message')).rows);
    const written = [lines.join(''), answers.join(''), events, audited, recorded, await metrics.metrics()];
    expect(lines.length).toBeGreaterThan(100);
    for (const part of [secret.slice(4, 16), secret.slice(-12), reversed.slice(0, 12)]) {
      expect(written.filter((text) => text.includes(part))).toEqual([]);
    }
  });
});

function toText(rows: unknown): string {
  return JSON.stringify(rows, (_, item: unknown) => {
    if (typeof item === 'bigint') return item.toString();
    return Buffer.isBuffer(item) ? item.toString('utf8') : item;
  });
}
