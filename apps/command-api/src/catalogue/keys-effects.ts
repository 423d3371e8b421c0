import type { KeysEffectAnswer } from '@keyledger/contracts';
import { type CatalogueDefinition, type ScopesEffect, catalogueEffects } from '@keyledger/domain';
import { sleep } from '@keyledger/platform';
import type { LiveScopesQuery, ScopeListCount } from '@keyledger/read-models';
import { compiled } from '../keys/granting.js';
import { namesAnswer } from './catalogue-answers.js';

/** Lists of scopes that are looked at: accounts rarely hold more than dozens of different ones. */
const listsMax = 5_000;
/** Between these the process may serve others. */
const listsAtATime = 100;
const keysShownMax = 100;
const scopesShownMax = 100;

export interface CatalogueChange {
  readonly accountId: string;
  /** Epoch milliseconds: what keys are live by. */
  readonly now: number;
  /** Null: there was none. */
  readonly before: CatalogueDefinition | null;
  readonly after: CatalogueDefinition;
  /** Whether the keys may be named. */
  readonly mayListKeys: boolean;
}

interface Affected {
  readonly list: ScopeListCount;
  readonly effect: ScopesEffect;
}

type EffectOf = (scopes: readonly string[]) => ScopesEffect;

/** What a new catalogue lets the live keys of an account do that they could not do before, and the reverse. */
export class KeysEffects {
  constructor(private readonly liveScopes: LiveScopesQuery) {}

  async of(change: CatalogueChange): Promise<KeysEffectAnswer> {
    const { accountId, now, before, after, mayListKeys } = change;
    const { lists, complete } = await this.liveScopes.scopeLists(accountId, now, listsMax);
    const effectOf = catalogueEffects(before && compiled(before), compiled(after));
    const affected = await affectedLists(lists, effectOf);
    const moved = affected.filter(({ effect }) => isMoved(effect));
    return {
      widened: keysOf(affected.filter(({ effect }) => effect.gained.length > 0)),
      narrowed: keysOf(affected.filter(({ effect }) => effect.lost.length > 0)),
      complete,
      items: mayListKeys ? await this.keys(change, moved, effectOf) : null,
      scopesNamingNothing: namingNothing(affected),
    };
  }

  private async keys(
    { accountId, now }: CatalogueChange,
    moved: readonly Affected[],
    effectOf: EffectOf,
  ): Promise<NonNullable<KeysEffectAnswer['items']>> {
    const lists = moved.map(({ list }) => list.scopes);
    const keys = await this.liveScopes.keysHolding(accountId, now, lists, keysShownMax);
    return keys.map(({ keyId, name, scopes }) => {
      const { gained, lost } = effectOf(scopes);
      return { id: keyId, name, gained: namesAnswer(gained), lost: namesAnswer(lost) };
    });
  }
}

async function affectedLists(
  lists: readonly ScopeListCount[],
  effectOf: EffectOf,
): Promise<readonly Affected[]> {
  const affected: Affected[] = [];
  for (let start = 0; start < lists.length; start += listsAtATime) {
    for (const list of lists.slice(start, start + listsAtATime)) {
      const effect = effectOf(list.scopes);
      if (isMoved(effect) || effect.namingNothing.length > 0) affected.push({ list, effect });
    }
    await sleep(0);
  }
  return affected;
}

function isMoved({ gained, lost }: ScopesEffect): boolean {
  return gained.length > 0 || lost.length > 0;
}

function keysOf(affected: readonly Affected[]): number {
  return affected.reduce((sum, { list }) => sum + list.keys, 0);
}

function namingNothing(affected: readonly Affected[]): KeysEffectAnswer['scopesNamingNothing'] {
  const keysByScope = new Map<string, number>();
  for (const { list, effect } of affected) {
    for (const scope of effect.namingNothing) {
      keysByScope.set(scope, (keysByScope.get(scope) ?? 0) + list.keys);
    }
  }
  const items = [...keysByScope].map(([scope, keys]) => ({ scope, keys }));
  items.sort((left, right) => right.keys - left.keys || (left.scope < right.scope ? -1 : 1));
  return { total: items.length, items: items.slice(0, scopesShownMax) };
}
