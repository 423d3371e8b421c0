import { type KeyWatch, newKeyWatch, readKeyWatch } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import * as sql from './statements.js';

/** What is remembered of keys, held until the transaction ends. */
export interface HeldWatches {
  readonly of: (keyId: string) => KeyWatch;
  /** As it is stored; undefined: nothing is. */
  readonly stored: (keyId: string) => string | undefined;
}

export async function holdKeyWatches(client: pg.PoolClient, keyIds: readonly string[]): Promise<HeldWatches> {
  const { rows } = await client.query<{ keyId: string; watch: string }>(timed(sql.lockKeyWatches, [keyIds]));
  const texts = new Map(rows.map(({ keyId, watch }) => [keyId, watch]));
  return {
    stored: (keyId) => texts.get(keyId),
    of: (keyId) => {
      const text = texts.get(keyId);
      return text === undefined ? newKeyWatch : readKeyWatch(JSON.parse(text));
    },
  };
}

export interface ChangedWatch {
  readonly keyId: string;
  readonly accountId: string;
  /** As it was held. */
  readonly before: KeyWatch;
  readonly watch: KeyWatch;
}

/** Those that have changed. */
export async function storeKeyWatches(
  client: pg.PoolClient,
  held: HeldWatches,
  watches: readonly ChangedWatch[],
): Promise<void> {
  const changed = watches
    .map(({ keyId, accountId, watch }) => ({ keyId, accountId, text: JSON.stringify(watch) }))
    .filter(({ keyId, text }) => held.stored(keyId) !== text);
  if (changed.length === 0) return;
  const columns = [
    changed.map(({ keyId }) => keyId),
    changed.map(({ accountId }) => accountId),
    changed.map(({ text }) => text),
  ];
  await client.query(timed(sql.writeKeyWatches, columns));
}
