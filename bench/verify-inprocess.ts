import { hash, randomBytes } from 'node:crypto';
import { mintKey, mintKeyId } from '@keyledger/domain';
import { type DigestOf, VerificationIndex, checkKey } from '@keyledger/verification';
import { type Benchmark, type BenchmarkResult, median } from './benchmark.js';
import { usedHeapBytes } from './memory-track.js';

const keysCount = 100_000;
/** Short rounds in turn: what disturbs the machine disturbs both sides, and the median leaves the rest out. */
const keysPerRound = 5_000;
const roundsCount = 400;
/** Enough for both sides to be compiled by the optimising compiler. */
const warmUpRounds = 60;
const scopeSets = 50;

/** As the product has it, without the product's other dependencies. */
const digestOf: DigestOf = (value) => hash('sha256', value, 'binary');

/** From the text of a key to a verdict, over one SHA-256 of the same text. */
export const verifyInProcess: Benchmark = {
  name: 'verify-inprocess',
  describe: 'One verification, from the text of a key to the verdict, over one crypto.hash of the same text.',
  run: async () => measure(),
};

function measure(): BenchmarkResult {
  const values = Array.from({ length: keysCount }, () => flat(mintKey({ mode: 'live', randomBytes })));
  const heapBefore = usedHeapBytes();
  const index = indexOf(values);
  const bytesPerKey = (usedHeapBytes() - heapBefore) / keysCount;
  const rounds = Array.from({ length: warmUpRounds + roundsCount }, (_, round) =>
    measureRound(index, keysOfRound(values, round)),
  ).slice(warmUpRounds);
  return {
    ratio: rounded(median(rounds.map(({ verifyNs, hashNs }) => verifyNs / hashNs))),
    verifyNs: rounded(median(rounds.map(({ verifyNs }) => verifyNs))),
    hashNs: rounded(median(rounds.map(({ hashNs }) => hashNs))),
    ...{ keys: keysCount, keysPerRound, rounds: roundsCount, bytesPerKey: Math.round(bytesPerKey) },
  };
}

function keysOfRound(values: readonly string[], round: number): readonly string[] {
  const start = (round * keysPerRound) % keysCount;
  return values.slice(start, start + keysPerRound);
}

function measureRound(index: VerificationIndex, values: readonly string[]) {
  const hashNs = nanoseconds(() => hashAll(values)) / values.length;
  const verifyNs = nanoseconds(() => verifyAll(index, values)) / values.length;
  return { hashNs, verifyNs };
}

function indexOf(values: readonly string[]): VerificationIndex {
  const index = new VerificationIndex();
  values.forEach((value, at) => {
    const set = at % scopeSets;
    index.applyRow({
      kind: 'key',
      keyId: flat(mintKeyId(randomBytes)),
      accountId: `account-${at % 100}`,
      digest: hash('sha256', value, 'base64url'),
      status: 'active',
      scopes: [`orders${set}:read`, 'orders:Cancel', 'orders:Create', `invoices${set}:*`],
      ipAllowlist: { enforced: false, entries: [] },
      expiresAt: '2999-01-01T00:00:00.000Z',
      successorId: null,
      overlapEndsAt: null,
    });
  });
  return index;
}

/** As it would come out of a request or a row: V8 keeps a text that was put together as its parts. */
function flat(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function verifyAll(index: VerificationIndex, values: readonly string[]): void {
  for (const key of values) {
    const asked = { operation: 'orders:Create', clientAddress: '192.0.2.1', accountId: null };
    const question = { key, user: null, ...asked };
    if (!checkKey(index, question, Date.now(), digestOf).valid) throw new Error('A key was refused.');
  }
}

function hashAll(values: readonly string[]): void {
  let characters = 0;
  for (const value of values) characters += hash('sha256', value).length;
  if (characters !== values.length * 64) throw new Error('Hashes have another length.');
}

function nanoseconds(work: () => void): number {
  const startedAt = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - startedAt);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
