import type { DomainEvent, VerificationKeyRow, VerificationRow } from '@keyledger/contracts';
import {
  type AccountState,
  type CatalogueDefinition,
  type KeyCommand,
  type KeyState,
  type Rotation,
  accountDecider,
  addressAllowed,
  compileCatalogue,
  compileIpAllowlist,
  compileScopes,
  decidingScope,
  hasEndedOverlap,
  hasExpired,
  isAccountEvent,
  isRefusal,
  keyDecider,
  parseAddress,
} from '@keyledger/domain';
import {
  accountEventSequences,
  addresses,
  keyCommands,
  keyEventSequences,
  operations,
  someKey,
} from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestOfName, indexOf, keyCreated, keyRevoked, keyRow, recorded } from './spec-ledger.js';
import { digestKeyOf } from './digest-key.js';
import { VerificationIndex } from './verification-index.js';
import { verify } from './verify.js';

const zeroDigest = '0'.repeat(43);
const questions = fc.record({
  operation: fc.option(operations, { nil: null }),
  clientAddress: fc.option(
    addresses.map(({ text }) => text),
    { nil: null },
  ),
  accountId: fc.constantFrom(null, 'acme', 'other'),
  now: fc.integer({ min: 0, max: 24 }).map((half) => Date.UTC(2030, half * 6, 1)),
});

/** Events that could have been recorded: what `decide` made of the commands, with the switch of the account between. */
const histories = fc
  .tuple(fc.array(keyCommands, { maxLength: 20 }), accountEventSequences)
  .map(([commands, accountEvents]) => interleave(decided(commands), accountEvents));

/** Any events in any order, most of which could not have been recorded so. */
const impossibleHistories = fc
  .tuple(keyEventSequences, accountEventSequences)
  .map(([keyEvents, accountEvents]) => interleave(keyEvents, accountEvents));

function decided(commands: readonly KeyCommand[]): readonly DomainEvent[] {
  let state = keyDecider.initialState;
  return commands.flatMap((command) => {
    const events = keyDecider.decide(command, state);
    if (isRefusal(events)) return [];
    state = events.reduce(keyDecider.evolve, state);
    return events;
  });
}

function interleave(one: readonly DomainEvent[], other: readonly DomainEvent[]): readonly DomainEvent[] {
  const mixed: DomainEvent[] = [];
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    mixed.push(...one.slice(at, at + 1), ...other.slice(at, at + 1));
  }
  return mixed;
}

interface Model {
  readonly key: KeyState;
  readonly account: AccountState;
  readonly apiAccess: boolean;
  readonly catalogue: CatalogueDefinition | null;
  readonly hasDigest: boolean;
}

/** The same ledger folded by the domain alone. */
function modelOf(events: readonly DomainEvent[]): Model {
  let model: Model = {
    key: keyDecider.initialState,
    account: accountDecider.initialState,
    apiAccess: true,
    catalogue: null,
    hasDigest: false,
  };
  for (const event of events) {
    if (isAccountEvent(event)) {
      if (event.type === 'ApiAccessDisabled') model = { ...model, apiAccess: false };
      if (event.type === 'ApiAccessEnabled') model = { ...model, apiAccess: true };
      if (event.type === 'CatalogueDefined') model = { ...model, catalogue: event.data.catalogue };
    } else {
      const hasDigest = model.hasDigest || event.type === 'KeyCreated' || event.type === 'KeyImported';
      model = { ...model, hasDigest, key: keyDecider.evolve(model.key, event) };
    }
  }
  return model;
}

function rowsOf({ key, apiAccess, catalogue, hasDigest }: Model): readonly VerificationRow[] {
  const account: VerificationRow = {
    kind: 'account',
    accountId: 'acme',
    apiAccess,
    profile: 'keyledger',
    email: null,
    catalogue,
  };
  if (key.status === 'absent' || !hasDigest) return [account];
  const { keyId, accountId, status, scopes, ipAllowlist, limits, expiresAt } = key;
  const row = { keyId, accountId, status, scopes, ipAllowlist, limits, expiresAt };
  const rotation = rotationRowOf(key.rotation);
  return [{ kind: 'key', digest: zeroDigest, ...row, ...rotation }, account];
}

/** A rotation that is completed is over since long ago. */
function rotationRowOf(rotation: Rotation | null): Pick<VerificationKeyRow, 'successorId' | 'overlapEndsAt'> {
  if (rotation === null) return { successorId: null, overlapEndsAt: null };
  const { successorId, overlap, completed } = rotation;
  return { successorId, overlapEndsAt: completed ? new Date(0).toISOString() : overlap.endsAt };
}

interface ModelQuestion {
  readonly operation: string | null;
  readonly clientAddress: string | null;
  readonly accountId: string | null;
  readonly now: number;
}

function naiveCode({ key, apiAccess, catalogue, hasDigest }: Model, question: ModelQuestion): string {
  const { operation, clientAddress, accountId, now } = question;
  if (key.status === 'absent' || !hasDigest) return 'UNKNOWN_KEY';
  if (accountId !== null && accountId !== key.accountId) return 'UNKNOWN_KEY';
  if (key.status === 'revoked') return 'KEY_REVOKED';
  if (hasEndedOverlap(key.rotation, now)) return 'KEY_ROTATED';
  if (hasExpired(key.expiresAt, now)) return 'KEY_EXPIRED';
  if (key.status === 'disabled') return 'KEY_DISABLED';
  if (!apiAccess) return 'API_ACCESS_DISABLED';
  const address = clientAddress === null ? null : parseAddress(clientAddress);
  if (!addressAllowed(compileIpAllowlist(key.ipAllowlist), address)) return 'ADDRESS_NOT_ALLOWED';
  if (operation === null) return 'VALID';
  const known = catalogue === null ? undefined : compileCatalogue(catalogue).get(operation);
  const scope = decidingScope(compileScopes(key.scopes), operation, known ?? null);
  return scope === null ? 'INSUFFICIENT_SCOPE' : 'VALID';
}

function ask(index: VerificationIndex, { now, ...question }: ModelQuestion) {
  return verify(index, { digest: digestKeyOf(zeroDigest), ...question }, now);
}

describe('an index folded from events', () => {
  it('gives the verdicts that the domain’s own fold gives, for events in any order', () => {
    fc.assert(
      fc.property(fc.oneof(histories, impossibleHistories), questions, (events, question) => {
        expect(ask(indexOf(events), question).code).toBe(naiveCode(modelOf(events), question));
      }),
    );
  });

  it('never lets a revoked key pass again, whatever comes after', () => {
    fc.assert(
      fc.property(impossibleHistories, impossibleHistories, questions, (before, after, question) => {
        const revocation: DomainEvent = {
          type: 'KeyRevoked',
          data: { ...someKey, reason: 'leaked', comment: null },
        };
        expect(ask(indexOf([...before, revocation, ...after]), question).valid).toBe(false);
      }),
    );
  });

  it('equals one that starts from the rows as of any position and folds the rest', () => {
    fc.assert(
      fc.property(histories, fc.nat(), questions, (events, at, question) => {
        const split = at % (events.length + 1);
        const index = new VerificationIndex();
        for (const row of rowsOf(modelOf(events.slice(0, split)))) index.applyRow(row);
        index.advanceTo(BigInt(split));
        for (const event of recorded(events)) index.applyEvent(event);
        expect(ask(index, question)).toEqual(ask(indexOf(events), question));
        expect(index.position).toBe(BigInt(events.length));
      }),
    );
  });

  it('passes over events that it has applied', () => {
    fc.assert(
      fc.property(histories, questions, (events, question) => {
        const index = indexOf(events);
        const before = ask(index, question);
        for (const event of recorded(events)) index.applyEvent(event);
        expect(ask(index, question)).toEqual(before);
        expect(index.position).toBe(BigInt(events.length));
      }),
    );
  });
});

describe('position', () => {
  it('is that of the last event, and moves past events that are not ours', () => {
    const index = indexOf([keyCreated('a'), keyRevoked('a')]);
    expect(index.position).toBe(2n);
    index.advanceTo(17n);
    expect(index.position).toBe(17n);
  });

  it('never goes back', () => {
    const index = indexOf([keyCreated('a'), keyRevoked('a')]);
    expect(() => index.advanceTo(1n)).toThrow('from position 2 to 1');
  });
});

describe('restrictTo', () => {
  it('keeps the keys of one account, and follows the whole log', () => {
    const events = [keyCreated('admin', { accountId: 'system' }), keyCreated('a')];
    const index = indexOf(events, { restrictTo: 'system' });
    expect(index.size).toBe(1);
    expect(index.find(digestOfName('a').key)).toBeUndefined();
    expect(index.find(digestOfName('admin').key)?.keyId).toBe('key_admin');
    expect(index.position).toBe(2n);
  });

  it('leaves out rows of other accounts', () => {
    const index = new VerificationIndex({ restrictTo: 'system' });
    index.applyRow(keyRow('a'));
    index.applyRow(keyRow('admin', { accountId: 'system' }));
    expect(index.size).toBe(1);
  });
});

describe('shared lists', () => {
  it('are one value for all keys that hold the same, and dropped with their last holder', () => {
    const scopes = ['orders:*', 'invoices:read'];
    const events = ['a', 'b', 'c'].map((name) => keyCreated(name, { scopes }));
    const changes = ['a', 'b', 'c'].map((name): DomainEvent => {
      const data = { keyId: `key_${name}`, accountId: 'acme', scopes: ['other:*'], previousScopes: scopes };
      return { type: 'ScopesChanged', data };
    });
    const index = indexOf(events);
    expect(index.sharedLists).toBe(1);
    expect(index.find(digestOfName('a').key)?.scopes).toBe(index.find(digestOfName('b').key)?.scopes);
    for (const event of recorded(changes, 3n)) index.applyEvent(event);
    expect(index.sharedLists).toBe(1);
    expect(index.scopesOf('key_a')).toEqual(['other:*']);
  });

  it('do not pile up while one key changes for ever', () => {
    const changes = Array.from({ length: 100 }, (_, at): DomainEvent => {
      const entries = [`10.0.0.${at}`];
      const previous = { enforced: true, entries: [] };
      return {
        type: 'IpAllowlistUpdated',
        data: { keyId: 'key_a', accountId: 'acme', enforced: at % 2 === 0, entries, previous },
      };
    });
    expect(indexOf([keyCreated('a'), ...changes]).sharedLists).toBe(1);
  });
});

describe('two keys with one value', () => {
  const { base64url: digest, key } = digestOfName('same');
  const asked = { digest: key, operation: null, clientAddress: null, accountId: null };
  const [a, b] = [keyCreated('a', { digest }), keyCreated('b', { digest })];

  it.each([
    ['the first is revoked before the second comes', [a, keyRevoked('a'), b]],
    ['the first is revoked after the second came', [a, b, keyRevoked('a')]],
    ['the second is revoked', [a, b, keyRevoked('b')]],
  ])('are refused as revoked when %s', (_, events) => {
    expect(verify(indexOf(events), asked, 0).code).toBe('KEY_REVOKED');
  });

  it('are answered for by the same one from rows in either order', () => {
    const rows = [keyRow('a', { digest }), keyRow('b', { digest, status: 'revoked' })];
    const answers = [rows, rows.toReversed()].map((inOrder) => {
      const index = new VerificationIndex();
      for (const row of inOrder) index.applyRow(row);
      return verify(index, asked, 0);
    });
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.code).toBe('KEY_REVOKED');
  });
});
