import { hash, randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { digestOf } from '@keyledger/composition';
import { mintKey, mintKeyId } from '@keyledger/domain';
import { VerificationIndex, checkKey } from '@keyledger/verification';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';

const keysCount = 100_000;
const roundsCount = 15;
/** Enough for both sides to be compiled by the optimising compiler. */
const warmUpRounds = 3;
const scopeSets = 50;

/** From the text of a key to a verdict, over one SHA-256 of the same text. */
export const verifyInProcess: Benchmark = {
  name: 'verify-inprocess',
  describe: 'One verification, from the text of a key to the verdict, over one crypto.hash of the same text.',
  run: async () => measure(),
};

function measure(): BenchmarkResult {
  const values = Array.from({ length: keysCount }, () => mintKey({ mode: 'live', randomBytes }));
  const heapBefore = usedHeapBytes();
  const index = indexOf(values);
  const bytesPerKey = (usedHeapBytes() - heapBefore) / keysCount;
  const verifyNs: number[] = [];
  const hashNs: number[] = [];
  for (let round = 0; round < warmUpRounds + roundsCount; round++) {
    const hashed = nanosecondsEach(() => hashAll(values));
    const verified = nanosecondsEach(() => verifyAll(index, values));
    if (round < warmUpRounds) continue;
    hashNs.push(hashed);
    verifyNs.push(verified);
  }
  return {
    ratio: rounded(median(verifyNs) / median(hashNs)),
    verifyNs: rounded(median(verifyNs)),
    hashNs: rounded(median(hashNs)),
    ...{ keys: keysCount, rounds: roundsCount, bytesPerKey: Math.round(bytesPerKey) },
  };
}

function indexOf(values: readonly string[]): VerificationIndex {
  const index = new VerificationIndex();
  values.forEach((value, at) => {
    const set = at % scopeSets;
    index.applyRow({
      kind: 'key',
      keyId: mintKeyId(randomBytes),
      accountId: `account-${at % 100}`,
      digest: hash('sha256', value, 'base64url'),
      status: 'active',
      scopes: [`orders${set}:read`, 'orders:Cancel', 'orders:Create', `invoices${set}:*`],
      ipAllowlist: { enforced: false, entries: [] },
      expiresAt: '2999-01-01T00:00:00.000Z',
    });
  });
  return index;
}

function verifyAll(index: VerificationIndex, values: readonly string[]): void {
  for (const key of values) {
    const question = { key, operation: 'orders:Create', clientAddress: '192.0.2.1', accountId: null };
    if (!checkKey(index, question, Date.now(), digestOf).valid) throw new Error('A key was refused.');
  }
}

function hashAll(values: readonly string[]): void {
  let characters = 0;
  for (const value of values) characters += hash('sha256', value).length;
  if (characters !== values.length * 64) throw new Error('Hashes have another length.');
}

function nanosecondsEach(work: () => void): number {
  const startedAt = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - startedAt) / keysCount;
}

function usedHeapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
