import type {
  CreateGatewayKeyBody,
  CreateKeyBody,
  GatewayKeyAnswer,
  ListGatewayKeysQuery,
} from '@keyledger/contracts';
import { type ExistingKey, type Refusal, coversScope, isRefusal, refuse } from '@keyledger/domain';
import {
  type KeyDirectoryQuery,
  createdByUserAttribute,
  keyDirectory,
  pageSizeMax,
} from '@keyledger/read-models';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { Ledger } from '../ledger/ledger.js';
import { gatewayAttributes, gatewayKeyAnswer, usernameOf } from './gateway-answers.js';
import type { CallingKey } from './gateway-callers.js';
import type { KeysByValue } from './keys-by-value.js';

/** The source lists all keys; this many come at once. */
export const listedKeysMax = 1_000;

const nameLengthMax = 100;

export interface ListedKeys {
  readonly items: readonly GatewayKeyAnswer[];
  readonly nextCursor: string | null;
}

export interface GatewayKeysParts {
  readonly ledger: Pick<Ledger, 'eventLog' | 'findKey'>;
  readonly directory: Pick<KeyDirectoryQuery, 'list'>;
  readonly byValue: Pick<KeysByValue, 'check'>;
  readonly gate: Pick<ReadModelGate, 'refusalUnlessCurrent'>;
}

/** The keys of an account as its own keys see them: those that were deleted are not there any more. */
export class GatewayKeys {
  constructor(private readonly parts: GatewayKeysParts) {}

  /** As of now, newest first. */
  async list(accountId: string, { userId, cursor }: ListGatewayKeysQuery): Promise<ListedKeys | Refusal> {
    const { directory, gate, ledger } = this.parts;
    const behind = await gate.refusalUnlessCurrent(keyDirectory, ledger.eventLog);
    if (behind !== null) return behind;
    const items: GatewayKeyAnswer[] = [];
    let next: string | null = cursor ?? null;
    do {
      const page = await directory.list({
        accountId,
        user: userId ?? null,
        revoked: false,
        limit: pageSizeMax,
        cursor: next,
      });
      if (isRefusal(page)) return page;
      items.push(...page.items.map(gatewayKeyAnswer));
      next = page.nextCursor;
    } while (next !== null && items.length < listedKeysMax);
    return { items, nextCursor: next };
  }

  /** The key with this value, if it can be used; where from is not asked. */
  async findByValue(value: string, accountId: string, at: number): Promise<ExistingKey | Refusal> {
    const question = { key: value, user: null, operation: null, clientAddress: null, accountId };
    const { verdict, known } = await this.parts.byValue.check(question, at);
    const usable = verdict.valid || verdict.code === 'ADDRESS_NOT_ALLOWED';
    return usable && known !== null ? known.key : notFound();
  }

  /** The key with this id, if the calling key may delete it. */
  async findToDelete(keyId: string, { caller }: CallingKey): Promise<ExistingKey | Refusal> {
    const found = await this.parts.ledger.findKey(keyId);
    if (found === null) return notFound();
    const { accountId, status, scopes } = found.state;
    if (accountId !== caller.accountId || status === 'revoked') return notFound();
    const excess = scopes.find((scope) => !coversScope(caller.scopeTexts, scope, null));
    if (excess === undefined) return found.state;
    return refuse('GRANT_EXCEEDS_HOLDER', 'The key is for operations that the calling key is not for.');
  }
}

function notFound(): Refusal {
  return refuse('KEY_NOT_FOUND', 'No such key.');
}

/** What is asked of a new key, in the words of the admin API. */
export function wantedKey(body: CreateGatewayKeyBody, creator: ExistingKey): CreateKeyBody {
  const { operations } = body;
  return {
    name: operations.join(', ').slice(0, nameLengthMax),
    permissions: { operations },
    ...assignmentOf(body, creator),
  };
}

/** A key belongs to whoever created it, unless another user is named. */
function assignmentOf(
  { userId, username, trafficType }: CreateGatewayKeyBody,
  creator: ExistingKey,
): Pick<CreateKeyBody, 'owner' | 'attributes'> {
  const forOther = userId !== undefined || username !== undefined;
  const attributes = {
    [gatewayAttributes.username]: forOther ? username : usernameOf(creator),
    [gatewayAttributes.trafficType]: trafficType,
    [createdByUserAttribute]: creator.owner,
  };
  return {
    owner: forOther ? (userId ?? null) : creator.owner,
    attributes: Object.fromEntries(
      Object.entries(attributes).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}
