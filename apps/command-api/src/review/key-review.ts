import { Query } from '@nestjs/cqrs';
import type { KeyAnswer, ReviewAnswer, ReviewQuery } from '@keyledger/contracts';
import { type OpenAccountState, type Refusal, isRefusal, profileOf, refuse } from '@keyledger/domain';
import type { KeyUsageQuery } from '@keyledger/read-models';
import { type UsedOperations, auditScopes, findingsOn } from '@keyledger/usage';
import { queryHandler } from '../cqrs/message-handlers.js';
import { permissionsAnswer } from '../keys/key-answer.js';
import { type KeyReader, ListKeysMessage } from '../keys/key-queries.js';
import { compiled } from '../keys/granting.js';
import type { Ledger } from '../ledger/ledger.js';

const dayMs = 86_400_000;
const daysDefault = 90;

export class ReviewKeysMessage extends Query<ReviewAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: ReviewQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

/** What keys hold against what they used (WX-10, WX-11). */
export class KeyReview {
  constructor(
    private readonly ledger: Ledger,
    private readonly keys: KeyReader,
    private readonly usage: KeyUsageQuery,
  ) {}

  async read({ accountId, query, now }: ReviewKeysMessage): Promise<ReviewAnswer | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const { days = daysDefault, ...page } = query;
    const keys = await this.keys.list(new ListKeysMessage(accountId, { ...page, status: 'active' }));
    if (isRefusal(keys)) return keys;
    const since = new Date(now - days * dayMs).toISOString();
    const used = await this.usage.usedOperations(
      keys.items.map(({ id }) => id),
      since,
    );
    const items = keys.items.map((key) => reviewed(key, found.state, used.get(key.id) ?? new Map(), now));
    return { since, items, nextCursor: keys.nextCursor };
  }
}

function reviewed(
  key: KeyAnswer,
  { profile, catalogue }: OpenAccountState,
  used: UsedOperations,
  now: number,
): ReviewAnswer['items'][number] {
  const { permissions } = profileOf(profile);
  const known = catalogue === null ? null : compiled(catalogue);
  const { unusedScopes, smallest } = auditScopes({ scopes: key.scopes, permissions, catalogue: known }, used);
  const scopes = smallest === null ? null : [...smallest];
  return {
    key,
    findings: [
      ...findingsOn(
        {
          ...key,
          createdAtMs: Date.parse(key.createdAt),
          lastUsedAtMs: key.lastUsed === null ? null : Date.parse(key.lastUsed.at),
          isOverScoped: scopes !== null,
        },
        now,
      ),
    ],
    usedOperations: [...used]
      .map(([operation, count]) => ({ operation, count }))
      .sort((left, right) => right.count - left.count),
    unusedScopes: [...unusedScopes],
    proposal: scopes === null ? null : { scopes, permissions: permissionsAnswer({ profile, scopes }) },
  };
}

export const reviewQueryHandlers = [
  queryHandler(ReviewKeysMessage, KeyReview, (review, message) => review.read(message)),
];
