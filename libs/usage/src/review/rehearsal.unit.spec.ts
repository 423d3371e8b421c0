import { describe, expect, it } from '@jest/globals';
import type { DomainEvent, RequestEvent } from '@keyledger/contracts';
import {
  type CatalogueDefinition,
  type KeyCommand,
  type KeyEvent,
  compileCatalogue,
  isRefusal,
  keyDecider,
  profileOf,
} from '@keyledger/domain';
import { addresses, addressRanges, exampleKeyCreated, operations, scopeLists } from '@keyledger/testing';
import { VerificationIndex, digestKeyOf, verify } from '@keyledger/verification';
import fc from 'fast-check';
import { foldUsage } from '../fold-usage.js';
import type { RequestCount } from '../usage.js';
import { type KeyProposal, findingsOf, reviewKey } from './review-key.js';

const now = Date.UTC(2030, 2, 1);
const { keyId, accountId, digest } = exampleKeyCreated.data;

/** What a client asked: of this operation, from this address. */
interface Asked {
  readonly operation: string | null;
  readonly clientAddress: string;
}

const definitions = fc
  .uniqueArray(operations, { minLength: 1, maxLength: 8 })
  .map((names): CatalogueDefinition => ({
    operations: names.map((name) => ({
      name,
      access: name.endsWith('d') ? 'write' : 'read',
      summary: null,
      routes: [],
    })),
    groups: [],
  }));

const traffic = fc.array(
  fc.record({
    operation: fc.option(operations, { freq: 20 }),
    clientAddress: addresses.map(({ text }) => text),
  }),
  { minLength: 1, maxLength: 30 },
);

const lists = fc.record({
  enforced: fc.boolean(),
  entries: fc.array(
    addressRanges.map(({ text }) => text),
    { maxLength: 4 },
  ),
});

function indexOf(events: readonly DomainEvent[]): VerificationIndex {
  const index = new VerificationIndex();
  events.forEach((event, n) => index.applyEvent({ event, position: BigInt(n + 1) }));
  return index;
}

function accepted(index: VerificationIndex, asked: readonly Asked[]): readonly Asked[] {
  const question = { digest: digestKeyOf(digest.value), accountId };
  return asked.filter((each) => verify(index, { ...question, ...each }, now).code === 'VALID');
}

function requestsOf(asked: readonly Asked[]): readonly RequestEvent[] {
  const who = { keyId, accountId, userAgent: null, verifier: null, producer: 'spec' };
  const time = new Date(now).toISOString();
  return asked.map((each, sequence) => ({ ...who, ...each, code: 'VALID', time, sequence }));
}

function byName(counts: readonly RequestCount[]): ReadonlyMap<string | null, number> {
  return new Map(counts.map(({ name, requests }) => [name, requests]));
}

/** As ordinary commands; a command that is refused fails the test. */
function applied(events: readonly KeyEvent[], proposal: KeyProposal, definition: CatalogueDefinition | null) {
  const base = { keyId, at: now, grantorScopes: null };
  const catalogue = definition === null ? null : compileCatalogue(definition);
  const commands: KeyCommand[] = [];
  const { scopes, ipAllowlist, expiresAt } = proposal;
  if (scopes !== null) commands.push({ type: 'ChangeScopes', ...base, scopes, catalogue });
  if (ipAllowlist !== null) commands.push({ type: 'UpdateIpAllowlist', ...base, ...ipAllowlist });
  if (expiresAt !== null) commands.push({ type: 'ChangeExpiry', ...base, expiresAt });
  return commands.reduce<readonly KeyEvent[]>((before, command) => {
    const state = before.reduce(keyDecider.evolve, keyDecider.initialState);
    const decided = keyDecider.decide(command, state);
    if (isRefusal(decided)) throw new Error(`${command.type}: ${decided.detail}`);
    return [...before, ...decided];
  }, events);
}

describe('a review that is applied (WX-11)', () => {
  it.each([false, true])('lets in every request that was let in; with a catalogue: %s', (withCatalogue) => {
    let narrowed = 0;
    const property = fc.property(
      scopeLists,
      lists,
      definitions,
      traffic,
      (scopes, ipAllowlist, defined, asked) => {
        const definition = withCatalogue ? defined : null;
        const account: readonly DomainEvent[] =
          definition === null
            ? []
            : [{ type: 'CatalogueDefined', data: { accountId, catalogue: definition } }];
        const held = { ...exampleKeyCreated.data, scopes, ipAllowlist, expiresAt: null };
        const created: readonly KeyEvent[] = [{ type: 'KeyCreated', data: held }];
        const passed = accepted(indexOf([...account, ...created]), asked);
        const { operations: byOperation, networks } = foldUsage(requestsOf(passed));
        const key = {
          ...{ ...held, createdAtMs: now, lastUsedAtMs: now, rotationDue: false },
          permissions: profileOf(held.profile).permissions,
          catalogue: definition === null ? null : compileCatalogue(definition),
        };
        const used = {
          operations: byName(byOperation.day),
          networks: byName(networks.day),
          sharedNetworks: [],
        };
        const { proposal, findings } = reviewKey(key, used, now);
        const operationNames = new Set([...used.operations.keys()].reverse());
        expect(findingsOf(key, { operations: operationNames, isShared: false }, now)).toEqual(findings);
        if (proposal.scopes !== null || proposal.ipAllowlist !== null) narrowed += 1;
        const after = indexOf([...account, ...applied(created, proposal, definition)]);
        expect(accepted(after, passed)).toEqual(passed);
        // And nobody gains by it.
        expect(accepted(after, asked)).toEqual(passed);
      },
    );
    fc.assert(property, { numRuns: 400 });
    expect(narrowed).toBeGreaterThan(50);
  });
});
