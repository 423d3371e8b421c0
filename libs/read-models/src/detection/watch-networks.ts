import type { AlertPolicy } from '@keyledger/domain';
import {
  type NetworkWatch,
  type Signal,
  type UnknownKeysCount,
  detectEnumeration,
  newNetworkWatch,
  readNetworkWatch,
} from '@keyledger/usage';
import type pg from 'pg';
import { timed } from '../key-usage/timed-query.js';
import { rulesFor, wantedSignals } from './account-wishes.js';
import { addSignals } from './signal-groups.js';
import * as sql from './statements.js';
import type { WatchingParts } from './watch-keys.js';

/** What is remembered of a network that has been quiet for this long is forgotten. */
export const networkSilenceMs = 2 * 24 * 60 * 60 * 1_000;

/** As `watchKeys`, for requests with keys that nobody has. */
export function watchNetworks({ now, onSignals, onFailure }: WatchingParts) {
  return async (client: pg.PoolClient, counts: readonly UnknownKeysCount[]): Promise<void> => {
    const places = placesOf(counts);
    const policies = await readPolicies(client, places);
    const held = await holdNetworkWatches(client, places);
    const seen: Signal[] = [];
    const watches: { readonly place: Place; readonly watch: NetworkWatch }[] = [];
    for (const place of places) {
      try {
        const policy = policies.get(place.accountId ?? '') ?? {};
        const before = held.get(idOf(place)) ?? newNetworkWatch;
        const detected = detectEnumeration(before, place.counts, rulesFor(policy), now());
        watches.push({ place, watch: detected.watch });
        seen.push(...wantedSignals(detected.signals, policy));
      } catch (error) {
        onFailure(error, place.network ?? 'unknown network');
      }
    }
    await storeNetworkWatches(client, watches, now());
    await addSignals(client, seen);
    if (seen.length > 0) onSignals(seen);
  };
}

export async function forgetQuietNetworks(pool: pg.Pool, now: number): Promise<number> {
  const { rowCount } = await pool.query(sql.forgetNetworks, [new Date(now - networkSilenceMs)]);
  return rowCount ?? 0;
}

interface Place {
  /** Null: not known. */
  readonly network: string | null;
  readonly accountId: string | null;
  readonly counts: readonly UnknownKeysCount[];
}

function placesOf(counts: readonly UnknownKeysCount[]): readonly Place[] {
  const places = new Map<string, Place>();
  for (const count of counts) {
    const { network, accountId } = count;
    const earlier = places.get(idOf(count))?.counts ?? [];
    places.set(idOf(count), { network, accountId, counts: [...earlier, count] });
  }
  return [...places.values()];
}

function idOf({ network, accountId }: Pick<Place, 'network' | 'accountId'>): string {
  return JSON.stringify([network, accountId]);
}

async function readPolicies(
  client: pg.PoolClient,
  places: readonly Place[],
): Promise<ReadonlyMap<string, AlertPolicy>> {
  const accountIds = places.map(({ accountId }) => accountId).filter((accountId) => accountId !== null);
  const { rows } = await client.query<{ accountId: string; rules: AlertPolicy }>(
    timed(sql.readPolicies, [accountIds]),
  );
  return new Map(rows.map(({ accountId, rules }) => [accountId, rules]));
}

async function holdNetworkWatches(
  client: pg.PoolClient,
  places: readonly Place[],
): Promise<ReadonlyMap<string, NetworkWatch>> {
  const columns = [
    places.map(({ network }) => network ?? ''),
    places.map(({ accountId }) => accountId ?? ''),
  ];
  const { rows } = await client.query<{ network: string; accountId: string; watch: string }>(
    timed(sql.lockNetworkWatches, columns),
  );
  return new Map(
    rows.map(({ network, accountId, watch }) => [
      idOf({ network: textOf(network), accountId: textOf(accountId) }),
      readNetworkWatch(JSON.parse(watch)),
    ]),
  );
}

/** As columns of a primary key have it. */
function textOf(column: string): string | null {
  return column === '' ? null : column;
}

async function storeNetworkWatches(
  client: pg.PoolClient,
  watches: readonly { readonly place: Place; readonly watch: NetworkWatch }[],
  now: number,
): Promise<void> {
  if (watches.length === 0) return;
  const columns = [
    watches.map(({ place }) => place.network ?? ''),
    watches.map(({ place }) => place.accountId ?? ''),
    watches.map(({ watch }) => JSON.stringify(watch)),
    new Date(now),
  ];
  await client.query(timed(sql.writeNetworkWatches, columns));
}
