import { type AccountNetworks, joinedNetworks, newlyEstablished } from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import type { ChangedWatch } from './key-watches.js';
import * as sql from './statements.js';

type Querying = Pick<pg.PoolClient, 'query'>;

interface NetworksRow {
  readonly accountId: string;
  readonly networks: AccountNetworks;
}

export async function readAccountNetworks(
  client: Querying,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, AccountNetworks>> {
  return byAccount(await client.query<NetworksRow>(timed(sql.readAccountNetworks, [accountIds])));
}

/**
 * Tells accounts what their keys' watches show, in the transaction that stores those. Once a day for each network, so
 * keys of an account seldom wait for one another; accounts are locked after keys, in the order of their ids.
 */
export async function storeAccountNetworks(
  client: Querying,
  watches: readonly ChangedWatch[],
): Promise<void> {
  const added = addedNetworks(watches);
  if (added.size === 0) return;
  const accountIds = [...added.keys()].sort();
  await client.query(timed(sql.addAccounts, [accountIds]));
  const before = byAccount(await client.query<NetworksRow>(timed(sql.lockAccountNetworks, [accountIds])));
  const after = accountIds.map((accountId) =>
    JSON.stringify(joinedNetworks(before.get(accountId) ?? [], added.get(accountId) ?? [])),
  );
  await client.query(timed(sql.writeAccountNetworks, [accountIds, after]));
}

function addedNetworks(watches: readonly ChangedWatch[]): ReadonlyMap<string, AccountNetworks> {
  const added = new Map<string, AccountNetworks>();
  for (const { accountId, before, watch } of watches) {
    const established = newlyEstablished(before, watch);
    if (established.length > 0) added.set(accountId, [...(added.get(accountId) ?? []), ...established]);
  }
  return added;
}

function byAccount({ rows }: pg.QueryResult<NetworksRow>): ReadonlyMap<string, AccountNetworks> {
  return new Map(rows.map(({ accountId, networks }) => [accountId, networks]));
}
