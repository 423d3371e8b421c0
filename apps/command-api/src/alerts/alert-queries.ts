import { Query } from '@nestjs/cqrs';
import type {
  AlertAnswer,
  AlertMuteListAnswer,
  AlertPageAnswer,
  AlertPolicyAnswer,
  FreshnessQuery,
  ListAlertsQuery,
} from '@keyledger/contracts';
import { type Refusal, isRefusal, refuse } from '@keyledger/domain';
import { type AlertsQuery, alerts } from '@keyledger/read-models';
import { queryHandler } from '../cqrs/message-handlers.js';
import type { ReadModelGate } from '../http/read-model-gate.js';
import type { AtRevision } from '../http/answers.js';
import type { Ledger } from '../ledger/ledger.js';
import { alertAnswer, muteAnswer } from './alert-answers.js';
import { alertPolicyAnswer } from './alert-policy-answer.js';

export class ListAlertsMessage extends Query<AlertPageAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: ListAlertsQuery,
  ) {
    super();
  }
}

export class GetAlertMessage extends Query<AlertAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly alertId: string,
    readonly query: FreshnessQuery,
  ) {
    super();
  }
}

export class ListAlertMutesMessage extends Query<AlertMuteListAnswer | Refusal> {
  constructor(
    readonly accountId: string,
    readonly query: FreshnessQuery,
    /** When it was asked, epoch milliseconds. */
    readonly now: number,
  ) {
    super();
  }
}

export class ReadAlertPolicyMessage extends Query<AtRevision<AlertPolicyAnswer> | Refusal> {
  constructor(readonly accountId: string) {
    super();
  }
}

/** Answers about alerts, and about what an account wants to hear of. */
export class AlertReader {
  constructor(
    private readonly query: AlertsQuery,
    private readonly ledger: Ledger,
    private readonly gate: ReadModelGate,
  ) {}

  async list({ accountId, query }: ListAlertsMessage): Promise<AlertPageAnswer | Refusal> {
    const { minPosition, ...filters } = query;
    const refusal = await this.refusal(accountId, minPosition);
    if (refusal !== null) return refusal;
    const page = await this.query.list({ ...filters, accountId });
    return isRefusal(page) ? page : { items: page.items.map(alertAnswer), nextCursor: page.nextCursor };
  }

  async get({ accountId, alertId, query }: GetAlertMessage): Promise<AlertAnswer | Refusal> {
    const refusal = await this.refusal(accountId, query.minPosition);
    if (refusal !== null) return refusal;
    const row = await this.query.get(accountId, alertId);
    return row === null ? refuse('ALERT_NOT_FOUND', 'The account has no such alert.') : alertAnswer(row);
  }

  async mutes({ accountId, query, now }: ListAlertMutesMessage): Promise<AlertMuteListAnswer | Refusal> {
    const refusal = await this.refusal(accountId, query.minPosition);
    if (refusal !== null) return refusal;
    return { items: (await this.query.mutes(accountId, now)).map(muteAnswer) };
  }

  /** As the log has it right now. */
  async policy({ accountId }: ReadAlertPolicyMessage): Promise<AtRevision<AlertPolicyAnswer> | Refusal> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    return { revision: found.revision, answer: alertPolicyAnswer(found.state.alerts.policy) };
  }

  private async refusal(accountId: string, minPosition: bigint | undefined): Promise<Refusal | null> {
    const found = await this.ledger.findAccount(accountId);
    if (found === null) return refuse('ACCOUNT_NOT_FOUND', 'No such account.');
    return this.gate.refusal(alerts, minPosition);
  }
}

export const alertQueryHandlers = [
  queryHandler(ListAlertsMessage, AlertReader, (reader, message) => reader.list(message)),
  queryHandler(GetAlertMessage, AlertReader, (reader, message) => reader.get(message)),
  queryHandler(ListAlertMutesMessage, AlertReader, (reader, message) => reader.mutes(message)),
  queryHandler(ReadAlertPolicyMessage, AlertReader, (reader, message) => reader.policy(message)),
];
