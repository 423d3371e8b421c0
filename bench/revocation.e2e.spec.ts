import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestDatabase } from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import type { Latencies } from './latencies.js';

const testMsMax = 180_000;
const revocations = 10;

/** As `npm run -s bench`. Standard output has to be the result alone. */
async function benchmark(args: readonly string[], databaseUrl: string) {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'bench', 'run.js'), ...args], {
    env: { PATH: process.env['PATH'], BENCH_DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [outputs, errors]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => outputs.push(chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => errors.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: outputs.join(''), errors: errors.join('') };
}

function expectRising({ p50, p99, max }: Latencies): void {
  expect(p50).toBeGreaterThan(0);
  expect(p99).toBeGreaterThanOrEqual(p50);
  expect(max).toBeGreaterThanOrEqual(p99);
}

describe('npm run -s bench -- revocation', () => {
  it.each(['postgres', 'eventstoredb'])(
    'kills a projector in the middle, and says how soon the last verifier refused (%s)',
    async (log) => {
      const database = await createTestDatabase();
      try {
        const args = ['revocation', '--revocations', String(revocations), '--log', log];
        const { code, output, errors } = await benchmark(args, database.url);
        expect({ code, errors }).toMatchObject({ code: 0 });
        const result = JSON.parse(output) as Record<string, Record<string, Latencies>>;
        expect(result).toMatchObject({ name: 'revocation', revocations, verifiers: 4 });
        const { refusedAfterMs, bareMs, beforeKillMs, withoutProjectorMs, afterRestartMs } =
          result[log] ?? {};
        for (const latencies of [refusedAfterMs, bareMs, beforeKillMs, withoutProjectorMs, afterRestartMs]) {
          expect(latencies).toBeDefined();
          if (latencies !== undefined) expectRising(latencies);
        }
        expect(result['ratio']).toBeGreaterThan(0);
      } finally {
        await database.drop();
      }
    },
    testMsMax,
  );

  it.each([
    ['--revocations', '4'],
    ['--revocations', 'many'],
    ['--log', 'kafka'],
  ])('refuses %s %s', async (option, value) => {
    const { code, output, errors } = await benchmark(['revocation', option, value], 'postgres://nowhere');
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(option);
  });

  it('refuses to have both logs’ read models in the one database that it was given', async () => {
    const { code, errors } = await benchmark(['revocation'], 'postgres://nowhere');
    expect(code).toBe(1);
    expect(errors).toContain('--log');
  });
});
