import type { RequestEvent } from '@keyledger/contracts';
import { type Detected, type Signal, detect } from '@keyledger/usage';
import type pg from 'pg';
import type { BatchEffect } from '../key-usage/write-usage.js';
import { storeAccountNetworks } from './account-networks.js';
import { rulesFor, wantedSignals } from './account-wishes.js';
import { type WatchedKey, newKeyContext, readKeyContexts } from './key-contexts.js';
import { type ChangedWatch, holdKeyWatches, storeKeyWatches } from './key-watches.js';
import { addSignals } from './signal-groups.js';

export interface WatchingParts {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** They are seen once the transaction is committed. */
  readonly onSignals: (signals: readonly Signal[]) => void;
  /** A rule threw: a bug. The key is counted all the same, and watched on as before. */
  readonly onFailure: (error: unknown, keyId: string) => void;
}

/** Lets the rules look at the requests of a batch; what they remember and see commits with the counts, exactly once. */
export function watchKeys(parts: WatchingParts): BatchEffect {
  return async (client, events) => {
    const byKey = eventsByKey(events);
    const keyIds = [...byKey.keys()].sort();
    const now = parts.now();
    const known = await readKeyContexts(client, keyIds, now);
    await storeDetected(client, keyIds, parts, (keyId, watch) => {
      const ofKey = byKey.get(keyId) ?? [];
      const { context, policy } = known.get(keyId) ?? unknownKey(ofKey, now);
      const { watch: after, signals } = detect(watch, ofKey, context, rulesFor(policy), now);
      return { watch: after, accountId: context.accountId, signals: wantedSignals(signals, policy) };
    });
  };
}

export interface DetectedOfKey extends Pick<Detected, 'watch' | 'signals'> {
  readonly accountId: string;
}

/** Looks at each key in turn, and stores what came of it in the transaction that the client is in. */
export async function storeDetected(
  client: pg.PoolClient,
  keyIds: readonly string[],
  { onSignals, onFailure }: WatchingParts,
  look: (keyId: string, watch: Detected['watch']) => DetectedOfKey | null,
): Promise<void> {
  const held = await holdKeyWatches(client, keyIds);
  const watches: ChangedWatch[] = [];
  const seen: Signal[] = [];
  for (const keyId of keyIds) {
    try {
      const before = held.of(keyId);
      const detected = look(keyId, before);
      if (detected === null) continue;
      watches.push({ keyId, accountId: detected.accountId, before, watch: detected.watch });
      seen.push(...detected.signals);
    } catch (error) {
      onFailure(error, keyId);
    }
  }
  await storeKeyWatches(client, held, watches);
  await storeAccountNetworks(client, watches);
  await addSignals(client, seen);
  if (seen.length > 0) onSignals(seen);
}

function unknownKey([first]: readonly RequestEvent[], now: number): WatchedKey {
  if (first === undefined) throw new Error('A key without requests was to be watched');
  return { context: newKeyContext(first, now), policy: {}, limits: [] };
}

function eventsByKey(events: readonly RequestEvent[]): ReadonlyMap<string, readonly RequestEvent[]> {
  const byKey = new Map<string, RequestEvent[]>();
  for (const event of events) {
    const ofKey = byKey.get(event.keyId);
    if (ofKey === undefined) byKey.set(event.keyId, [event]);
    else ofKey.push(event);
  }
  return byKey;
}
