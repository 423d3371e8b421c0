import type { DomainEvent, LedgerEvent } from '@keyledger/contracts';
import { type KeyCommand, type KeyState, isRefusal, keyDecider } from '@keyledger/domain';
import { accountEventSequences, keyCommands, keyEventSequences } from '@keyledger/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coalesce } from './coalesce.js';
import { applyChanges, emptyTables, foldLog } from './fold-log.js';
import { given } from './spec-events.js';
import { readModels } from './registry.js';
import type { RowChange } from './row-change.js';
import type { TableDefinition } from './table.js';

const table: TableDefinition = {
  schema: 'read',
  name: 'thing',
  primaryKey: ['id'],
  columns: { id: 'bigint', left: 'text', right: 'text' },
};
const upsert = (left: string, right: string): RowChange => {
  return { kind: 'upsert', table: 'thing', row: { id: 1n, left, right } };
};
const patch = (changes: object): RowChange => {
  return { kind: 'patch', table: 'thing', key: { id: 1n }, changes: { ...changes } };
};
const remove: RowChange = { kind: 'delete', table: 'thing', key: { id: 1n } };

describe('coalesce', () => {
  it.each<[string, readonly RowChange[], RowChange]>([
    [
      'a patch disappears in the upsert before it',
      [upsert('a', 'b'), patch({ left: 'c' })],
      upsert('c', 'b'),
    ],
    [
      'patches merge, the later one wins',
      [patch({ left: 'a', right: 'b' }), patch({ left: 'c' })],
      patch({ left: 'c', right: 'b' }),
    ],
    ['an upsert replaces what came before', [patch({ left: 'a' }), upsert('b', 'c')], upsert('b', 'c')],
    ['a deletion replaces what came before', [upsert('a', 'b'), remove], remove],
    ['a patch of a deleted row has no effect', [remove, patch({ left: 'a' })], remove],
    ['a row may come back', [remove, upsert('a', 'b')], upsert('a', 'b')],
  ])('%s', (_title, changes, expected) => {
    expect(coalesce(changes, [table]).of(table)).toEqual([expected]);
  });

  it('keeps different rows apart', () => {
    const other: RowChange = { kind: 'delete', table: 'thing', key: { id: 2n } };
    expect(coalesce([remove, other], [table]).of(table)).toEqual([remove, other]);
  });

  it('refuses a table that is not of the read model', () => {
    expect(() => coalesce([{ ...remove, table: 'other' }], [table])).toThrow(/other/);
  });
});

const keyIds = ['key_a', 'key_b', 'key_c'];

/** What three keys' deciders really recorded, in one order. */
const recordedSequences = fc
  .array(fc.tuple(fc.constantFrom(...keyIds), keyCommands), { maxLength: 60 })
  .map((commands) => {
    const states = new Map<string, KeyState>();
    const events = commands.flatMap(([keyId, command]) => decideAndFold(states, { ...command, keyId }));
    return { events: given(...events), states };
  });

function decideAndFold(states: Map<string, KeyState>, command: KeyCommand): readonly DomainEvent[] {
  const state = states.get(command.keyId) ?? keyDecider.initialState;
  const events = keyDecider.decide(command, state);
  if (isRefusal(events)) return [];
  states.set(command.keyId, events.reduce(keyDecider.evolve, state));
  return events;
}

/** Any events, also in orders that no decider would allow. */
const anySequences = fc
  .tuple(fc.array(fc.tuple(fc.constantFrom(...keyIds), keyEventSequences)), accountEventSequences)
  .map(([keys, account]) => {
    const ofKeys = keys.flatMap(([keyId, events]) =>
      events.map((event) => ({ ...event, data: { ...event.data, keyId } }) as DomainEvent),
    );
    return given(...ofKeys, ...account);
  });

/** As the projector does it: batch by batch, at most one change per row. */
function foldInBatches(events: readonly LedgerEvent[], sizes: readonly number[]) {
  const models = readModels.map((readModel) => ({ readModel, tables: emptyTables(readModel) }));
  for (let start = 0, turn = 0; start < events.length; turn++) {
    const end = start + (sizes[turn % sizes.length] ?? 1);
    const batch = events.slice(start, end);
    for (const { readModel, tables } of models) {
      const changes = coalesce(batch.flatMap(readModel.project), readModel.tables);
      for (const ofTable of readModel.tables) applyChanges(readModel, tables, changes.of(ofTable));
    }
    start = end;
  }
  return models.flatMap(({ tables }) => [...tables.values()].map((rows) => new Map([...rows].sort())));
}

const batchSizes = fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 5 });

describe('projections (properties)', () => {
  it('any batch split, coalesced, gives the rows that one event at a time gives', () => {
    const sequences = fc.oneof(
      anySequences,
      recordedSequences.map(({ events }) => events),
    );
    fc.assert(
      fc.property(sequences, batchSizes, (events, sizes) => {
        expect(foldInBatches(events, sizes)).toEqual(foldInBatches(events, [1]));
      }),
    );
  });

  it('the key directory equals the fold of the domain itself', () => {
    fc.assert(
      fc.property(recordedSequences, ({ events, states }) => {
        const rows = foldLog(events, readModels).get('read.key_directory') ?? [];
        expect(rows.length).toBe(states.size);
        for (const row of rows) expect(row).toMatchObject({ ...states.get(row['keyId'] as string) });
      }),
    );
  });

  it('verification agrees with the key directory, and the audit log has every event once', () => {
    fc.assert(
      fc.property(recordedSequences, ({ events }) => {
        const folded = foldLog(events, readModels);
        const directory = folded.get('read.key_directory') ?? [];
        const expected = directory.map(({ keyId, accountId, status, scopes, ipAllowlist, expiresAt }) => {
          return { keyId, accountId, status, scopes, ipAllowlist, expiresAt };
        });
        expect(folded.get('read.verification_key')).toMatchObject(expected);
        expect(folded.get('read.audit_log')?.length).toBe(events.length);
      }),
    );
  });
});
