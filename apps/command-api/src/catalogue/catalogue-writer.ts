import type { CatalogueDefinedAnswer, KeysEffectAnswer } from '@keyledger/contracts';
import {
  type CatalogueDefinition,
  type DefineCatalogue,
  type OpenAccountState,
  type Refusal,
  accountDecider,
  compareCatalogues,
  isRefusal,
  refuse,
} from '@keyledger/domain';
import { keyDirectory } from '@keyledger/read-models';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { RequestMetadata } from '../http/request-metadata.js';
import type { FoundAccount } from '../ledger/account-states.js';
import type { Ledger } from '../ledger/ledger.js';
import { trackedAccountDecider } from '../ledger/tracked-account.js';
import { changesAnswer } from './catalogue-answers.js';
import type { KeysEffects } from './keys-effects.js';

/** A catalogue to be recorded, or, in a dry run, only to be compared with what there is. */
export interface Definition {
  readonly command: DefineCatalogue;
  readonly metadata: RequestMetadata;
  readonly wishes: CatalogueWishes;
  /** Of the account, at which it is wanted; null: any. */
  readonly revisions: readonly number[] | null;
}

export interface CatalogueWishes {
  readonly dryRun: boolean;
  /** Whether whoever asks may see which keys there are. */
  readonly mayListKeys: boolean;
}

interface CatalogueStep {
  /** Null: there was none. */
  readonly before: CatalogueDefinition | null;
  readonly after: CatalogueDefinition;
}

/** Records catalogues, and tells what one changes. */
export class CatalogueWriter {
  constructor(
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
    private readonly effects: KeysEffects,
  ) {}

  async define(definition: Definition): Promise<CatalogueDefinedAnswer | Refusal> {
    const found = await this.ledger.findAccount(definition.command.accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    return definition.wishes.dryRun ? this.rehearse(definition, found) : this.record(definition, found.state);
  }

  /** As of the end of the log. */
  private async rehearse(
    definition: Definition,
    { state, tracked }: FoundAccount,
  ): Promise<CatalogueDefinedAnswer | Refusal> {
    const decision = trackedAccountDecider.decide(definition, tracked);
    if (isRefusal(decision)) return decision;
    const behind = await this.gate.refusalUnlessCurrent(keyDirectory, this.ledger.eventLog);
    if (behind !== null) return behind;
    const after = decision.reduce(accountDecider.evolve, state);
    const step = stepBetween(state, after);
    const keys = await this.keysEffect(definition, step);
    return { dryRun: true, position: null, revision: null, ...summaryOf(step), keys };
  }

  /**
   * The effect is told as of what is recorded, from the catalogue as it was just before; it holds nothing up: where the
   * key directory cannot say in time, it is left out.
   */
  private async record(
    definition: Definition,
    before: OpenAccountState,
  ): Promise<CatalogueDefinedAnswer | Refusal> {
    const { command, metadata, revisions } = definition;
    const recorded = await this.ledger.handleAccount(command, metadata, revisions);
    if (isRefusal(recorded)) return recorded;
    const { position, revision, state } = recorded;
    const step = stepBetween(before, state);
    const behind = await this.gate.refusal(keyDirectory, position);
    const keys = behind === null ? await this.keysEffect(definition, step) : null;
    return { dryRun: false, position: position.toString(), revision, ...summaryOf(step), keys };
  }

  private keysEffect(
    { command: { accountId, at }, wishes }: Definition,
    { before, after }: CatalogueStep,
  ): Promise<KeysEffectAnswer> {
    return this.effects.of({ accountId, now: at, before, after, mayListKeys: wishes.mayListKeys });
  }
}

function stepBetween({ catalogue: before }: OpenAccountState, state: unknown): CatalogueStep {
  const { catalogue: after } = state as OpenAccountState;
  if (after === null) throw new Error('A catalogue that was defined is not there');
  return { before, after };
}

function summaryOf({ before, after }: CatalogueStep) {
  return {
    operations: after.operations.length,
    groups: after.groups.length,
    changes: changesAnswer(compareCatalogues(before, after)),
  };
}
