import {
  type AppliedProposal,
  type ApplyReviewBody,
  type ProposalPart,
  type ReviewAppliedAnswer,
  type WantedProposal,
  reviewDaysDefault,
} from '@keyledger/contracts';
import {
  type OpenAccountState,
  type Refusal,
  type SystemOperation,
  isRefusal,
  refuse,
  sufficientSystemScope,
} from '@keyledger/domain';
import type { KeyUse, KeyUseQuery } from '@keyledger/read-models';
import { Command } from '@nestjs/cqrs';
import { decideAccess } from '../auth/access.js';
import { commandHandler } from '../cqrs/message-handlers.js';
import type { Asked } from '../http/asked.js';
import { grantingIn } from '../keys/granting.js';
import type { KeyWriter } from '../keys/key-writer.js';
import type { FoundKey, Ledger } from '../ledger/ledger.js';
import { revisionMismatch } from '../ledger/tracked-account.js';
import type { LastUses, UsageReader } from '../usage/usage-reader.js';
import { heldByKey, reviewOf } from './held-by-key.js';
import { type Applying, type PlannedPart, foreseenRefusal, planOf } from './review-plan.js';
import { type ReviewedAccount, reviewedAccount } from './reviewed-account.js';

export class ApplyReviewMessage extends Command<ReviewAppliedAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly body: ApplyReviewBody,
    readonly dryRun: boolean,
    readonly asked: Asked,
  ) {
    super();
  }
}

/** What each part needs who would do it by itself. */
const requiredFor: Readonly<Record<ProposalPart, SystemOperation>> = {
  scopes: 'ChangeScopes',
  'ip-allowlist': 'UpdateIpAllowlist',
  expiry: 'ChangeExpiry',
  revoke: 'RevokeKey',
};

interface Round {
  readonly account: ReviewedAccount;
  readonly applying: Applying;
  readonly asked: Asked;
  readonly dryRun: boolean;
  readonly useOf: (keyId: string) => KeyUse;
  readonly usesOf: (keyId: string) => LastUses;
}

interface Done {
  readonly answer: AppliedProposal;
  /** Null: nothing was recorded. */
  readonly position: bigint | null;
}

/** Proposals of a review, worked out anew from the log and the counts of now, as ordinary commands one after the other. */
export class ReviewApplying {
  constructor(
    private readonly ledger: Ledger,
    private readonly writer: KeyWriter,
    private readonly uses: UsageReader,
    private readonly usage: KeyUseQuery,
  ) {}

  async apply({
    accountId,
    body,
    dryRun,
    asked,
  }: ApplyReviewMessage): Promise<ReviewAppliedAnswer | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    const reviewId = `review:${asked.metadata.requestId}`;
    const caused = { ...asked, metadata: { ...asked.metadata, causationId: reviewId } };
    const round = await this.round(found.state, body, { dryRun, asked: caused });
    const items: AppliedProposal[] = [];
    let position: bigint | null = null;
    for (const wanted of body.proposals) {
      const done = await this.applyOne(wanted, round);
      items.push(done.answer);
      position = laterOf(position, done.position);
    }
    return { reviewId, dryRun, items, position: position === null ? null : position.toString() };
  }

  private async round(
    state: OpenAccountState,
    { proposals, days = reviewDaysDefault }: ApplyReviewBody,
    { dryRun, asked }: Pick<Round, 'dryRun' | 'asked'>,
  ): Promise<Round> {
    const keyIds = proposals.map(({ keyId }) => keyId);
    const account = await reviewedAccount(this.usage, state, { days, now: asked.at });
    const [useOf, usesOf] = await Promise.all([
      this.usage.of(keyIds, account.period),
      this.uses.lastUses(keyIds),
    ]);
    return { account, applying: { ...grantingIn(state, asked), at: asked.at }, asked, dryRun, useOf, usesOf };
  }

  private async applyOne(wanted: WantedProposal, round: Round): Promise<Done> {
    const found = await this.ledger.findKey(wanted.keyId);
    if (found?.state.accountId !== round.account.accountId) {
      return refused(wanted, null, refuse('KEY_NOT_FOUND', 'No such key.'));
    }
    const forbidden = refuseForbidden(wanted, round);
    if (forbidden !== null) return refused(wanted, found.revision, forbidden);
    if (found.state.status === 'revoked' && !wanted.apply.includes('revoke')) {
      return refused(wanted, found.revision, refuse('KEY_ALREADY_REVOKED', 'The key has been revoked.'));
    }
    const plan = found.state.status === 'revoked' ? [] : this.plan(found, wanted, round);
    if (plan.length === 0) return { answer: answerTo(wanted, [], found.revision), position: null };
    if (found.revision !== wanted.revision) {
      return refused(wanted, found.revision, revisionMismatch(found.revision));
    }
    const refusal = foreseenRefusal(found.state, plan);
    if (refusal !== null) return refused(wanted, found.revision, refusal);
    const parts = plan.map(({ part }) => part);
    if (round.dryRun) return { answer: answerTo(wanted, parts, found.revision), position: null };
    return this.give(wanted, plan, round);
  }

  private plan({ state }: FoundKey, { apply }: WantedProposal, round: Round): readonly PlannedPart[] {
    const { account, applying, useOf, usesOf } = round;
    // Whether it is due for rotation, or shared, is found and proposes nothing.
    const held = heldByKey({ ...state, rotationDue: false }, usesOf(state.keyId), account);
    const { proposal } = reviewOf(held, useOf(state.keyId), [], account.now);
    return planOf(state, proposal, apply, applying);
  }

  /** Each at the revision that the one before has left, so that nobody's change is written over in between. */
  private async give(
    wanted: WantedProposal,
    plan: readonly PlannedPart[],
    { asked: { metadata } }: Round,
  ): Promise<Done> {
    const applied: ProposalPart[] = [];
    let [revision, position]: [number, bigint | null] = [wanted.revision, null];
    for (const { part, command } of plan) {
      const outcome = await this.writer.handle(command, metadata, [revision]);
      if (isRefusal(outcome)) {
        const { code, detail } = outcome;
        const answer = { ...answerTo(wanted, applied, revision), outcome: 'refused', code, detail } as const;
        return { answer, position };
      }
      applied.push(part);
      ({ revision, position } = outcome);
    }
    return { answer: answerTo(wanted, applied, revision), position };
  }
}

/** As the route of the command would say; other accounts' keys have been dealt with. */
function refuseForbidden({ apply }: WantedProposal, { account, asked }: Round): Refusal | null {
  const target = { kind: 'account', accountId: account.accountId } as const;
  const missing = apply
    .map((part) => requiredFor[part])
    .find((operation) => decideAccess(asked.caller, operation, target).outcome !== 'granted');
  if (missing === undefined) return null;
  return refuse('FORBIDDEN', `It takes ${sufficientSystemScope(missing, account.accountId)}.`);
}

function answerTo(
  { keyId, apply }: WantedProposal,
  applied: readonly ProposalPart[],
  revision: number,
): AppliedProposal {
  return {
    keyId,
    outcome: applied.length > 0 ? 'applied' : 'unchanged',
    applied: [...applied],
    skipped: apply.filter((part) => !applied.includes(part)),
    revision,
    code: null,
    detail: null,
  };
}

function refused({ keyId }: WantedProposal, revision: number | null, { code, detail }: Refusal): Done {
  const nothing = { applied: [], skipped: [] };
  return { answer: { keyId, outcome: 'refused', ...nothing, revision, code, detail }, position: null };
}

function laterOf(left: bigint | null, right: bigint | null): bigint | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}

export const reviewCommandHandlers = [
  commandHandler(ApplyReviewMessage, ReviewApplying, (applying, message) => applying.apply(message)),
];
