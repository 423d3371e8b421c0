import { randomBytes } from 'node:crypto';
import type { KeyCreatedAnswer, VerdictAnswer, VerifyBatchAnswer } from '@keyledger/contracts';
import { mintKey } from '@keyledger/domain';
import { waitFor } from '@keyledger/testing';
import { beforeAll, expect, it } from '@jest/globals';
import type { Api } from './api.js';
import { describeDeployments } from './deployments/describe-deployments.js';

/** Until everything that a verifier ever needs has been allocated. */
const warmUpKeys = 100_000;
/** More than two seconds of the flood that is feared, as fast as the machine gives it. */
const floodKeys = 300_000;
const batchQuestions = 1_000;
const flooders = 4;
const attacker = '203.0.113.7';
/** What the collector has not got to yet comes to some 40 MB; anything kept of each key would take as much again and more. */
const growthBytesMax = 96 * 1024 * 1024;
const testMsMax = 240_000;

describeDeployments(
  'a flood of unknown keys from one address',
  ['apart-postgres'],
  (deployed) => {
    let verifier: Api;
    let known: string;

    beforeAll(async () => {
      const { fleet } = deployed();
      const admin = fleet.api('command-api');
      verifier = fleet.api('verifier 1');
      await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme' });
      const created = await admin.post<KeyCreatedAnswer>('/v1/accounts/acme/keys', {
        ...{ name: 'known', scopes: ['orders:*'] },
      });
      known = created.body.value;
      await waitFor(async () => (await codeOfKnown()) === 'VALID', { what: 'the key to be known' });
    });

    async function codeOfKnown(): Promise<string> {
      return (await verifier.post<VerdictAnswer>('/v1/verify', { key: known })).body.code;
    }

    it(
      'is answered and counted one by one, takes no memory, and leaves known keys answered',
      async () => {
        const before = await metric('keyledger_verdicts_total{code="UNKNOWN_KEY"');
        await flood(verifier, warmUpKeys);
        const residentBefore = await metric('process_resident_memory_bytes');
        const over = new AbortController();
        const flooding = flood(verifier, floodKeys).finally(() => over.abort());
        const codes = new Set<string>();
        while (!over.signal.aborted) codes.add(await codeOfKnown());
        await flooding;
        codes.delete('OVERLOADED'); // says when to come back, and refuses nobody for good
        expect([...codes]).toEqual(['VALID']);
        expect((await metric('process_resident_memory_bytes')) - residentBefore).toBeLessThan(growthBytesMax);
        const counted = (await metric('keyledger_verdicts_total{code="UNKNOWN_KEY"')) - before;
        expect(counted).toBe(warmUpKeys + floodKeys);
        expect(await codeOfKnown()).toBe('VALID');
      },
      testMsMax,
    );

    async function metric(start: string): Promise<number> {
      const text = await (await fetch(`${deployed().fleet.of('verifier 1').baseUrl}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(start));
      if (line === undefined) throw new Error(`There is no ${start}.`);
      return Number(line.split(' ').at(-1));
    }
  },
  { size: { projector: 1, verifier: 1, auditor: 1 } },
);

/** Resolves when so many have been answered, none of them with anything but UNKNOWN_KEY. */
async function flood(verifier: Api, keys: number): Promise<void> {
  let left = keys;
  const one = async (): Promise<void> => {
    while (left > 0) {
      left -= batchQuestions;
      await answerBatch(verifier);
    }
  };
  await Promise.all(Array.from({ length: flooders }, one));
}

/** A batch that is shed is sent again, as any client would. */
async function answerBatch(verifier: Api): Promise<void> {
  const questions = Array.from({ length: batchQuestions }, () => ({
    key: mintKey({ mode: 'live', randomBytes }),
    clientAddress: attacker,
  }));
  await waitFor(
    async () => {
      const { status, body } = await verifier.post<VerifyBatchAnswer>('/v1/verify/batch', { questions });
      if (status === 503) return false;
      expect(new Set(body.answers.map(({ code }) => code))).toEqual(new Set(['UNKNOWN_KEY']));
      return true;
    },
    { what: 'a batch to be answered' },
  );
}
