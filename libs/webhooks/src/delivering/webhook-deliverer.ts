import type { WebhookDisabledReason } from '@keyledger/domain';
import { type Clock, isError, sleep } from '@keyledger/platform';
import type { Logger } from 'pino';
import type { SecretSeal } from '../secrets/secret-seal.js';
import { signatureHeader } from '../secrets/webhook-secret.js';
import { type SendingParts, sendWebhook } from '../sending/send-webhook.js';
import type { WebhookMetrics } from '../webhook-metrics.js';
import type { ClaimBounds, ClaimedDelivery, DeliveryQueue } from './delivery-queue.js';
import { judgeAttempt } from './judge-attempt.js';

/** An endpoint that nothing has reached for so long is disabled: longer than one delivery is tried for. */
export const failingMsMax = 5 * 86_400_000;
/** How long deliveries are kept, whatever became of them. */
export const keptMs = 30 * 86_400_000;
/** Before something that is not the endpoint's fault is tried again. */
const postponedMs = 60_000;

export interface WebhookDelivererParts {
  readonly queue: DeliveryQueue;
  readonly seal: SecretSeal;
  readonly sending: SendingParts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: WebhookMetrics;
  readonly bounds: ClaimBounds;
  /** Records it in the log. */
  readonly disable: (delivery: ClaimedDelivery, because: WebhookDisabledReason) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Sends what is due. Each delivery at least once until it is answered, under one id; in no order (docs/webhooks.md). */
export class WebhookDeliverer {
  private underWay = 0;

  constructor(private readonly parts: WebhookDelivererParts) {}

  /** Claims as much as may be under way and attempts it. Resolves when all of it is settled; answers how many there were. */
  async deliverDue(): Promise<number> {
    const { queue, clock, bounds } = this.parts;
    const claimed = await queue.claim(clock.now(), bounds);
    await Promise.all(claimed.map((delivery) => this.deliver(delivery)));
    return claimed.length;
  }

  /** Until stopped; what is under way then is finished. Rejects on an outage of the database. */
  async run(signal: AbortSignal, pollMs: number): Promise<void> {
    const failed: unknown[] = [];
    const { queue, clock, bounds } = this.parts;
    const begun = new Set<Promise<void>>();
    while (!signal.aborted && failed.length === 0) {
      const deliveriesMax = bounds.deliveriesMax - this.underWay;
      const claimed = deliveriesMax > 0 ? await queue.claim(clock.now(), { ...bounds, deliveriesMax }) : [];
      for (const delivery of claimed) {
        const work = this.deliver(delivery)
          .catch((error: unknown) => failed.push(error))
          .then(() => void begun.delete(work));
        begun.add(work);
      }
      if (claimed.length === 0) await sleep(pollMs, signal);
    }
    await Promise.all(begun);
    if (failed.length > 0) throw failed[0];
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    this.underWay += 1;
    try {
      const startedMs = this.parts.clock.monotonicMs();
      const secrets = await this.secretsOf(delivery);
      if (secrets === null) return;
      const headers = this.headersOf(delivery, secrets);
      const outcome = await sendWebhook({ ...delivery, headers }, this.parts.sending);
      await this.settle(delivery, outcome, startedMs);
    } finally {
      this.underWay -= 1;
    }
  }

  /** Those that sign now; null: there is none that could be opened, and the delivery waits for somebody to mend that. */
  private async secretsOf(delivery: ClaimedDelivery): Promise<readonly string[] | null> {
    const { queue, seal, clock, logger, metrics } = this.parts;
    const now = clock.now();
    const inUse = delivery.secrets.filter(({ endsAt }) => endsAt === null || Date.parse(endsAt) > now);
    const sealed = await queue.sealedSecrets(inUse.map(({ secretId }) => secretId));
    try {
      return inUse.map(({ secretId }) => {
        const found = sealed.get(secretId);
        if (found === undefined) throw new Error('The secret of the endpoint is not there.');
        return seal.open(found, secretId);
      });
    } catch (error) {
      const { endpointId, deliveryId } = delivery;
      logger.error({ endpointId, deliveryId, err: error }, 'a webhook could not be signed');
      const why = isError(error) ? error.message : String(error);
      await queue.postpone(delivery, { until: now + postponedMs, error: why });
      metrics.attempted('postponed', 0);
      return null;
    }
  }

  private headersOf({ deliveryId: id, body }: ClaimedDelivery, secrets: readonly string[]) {
    const timestamp = Math.floor(this.parts.clock.now() / 1_000);
    return {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Keyledger-Webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureHeader({ id, timestamp, body }, secrets),
    };
  }

  private async settle(
    delivery: ClaimedDelivery,
    outcome: Awaited<ReturnType<typeof sendWebhook>>,
    startedMs: number,
  ): Promise<void> {
    const { queue, clock, metrics, random } = this.parts;
    const at = clock.now();
    const attempts = delivery.attempts + 1;
    const judgement = judgeAttempt(outcome, { attempts, now: at, random: random() });
    await queue.settle({ delivery, outcome, judgement, at });
    metrics.attempted(judgement.status, (clock.monotonicMs() - startedMs) / 1_000);
    if (judgement.status === 'delivered') return queue.noteSuccess(delivery.endpointId);
    const failingSince = await queue.noteFailure(delivery.endpointId, at);
    if (judgement.status === 'dead' && judgement.gone) await this.disable(delivery, 'gone');
    else if (failingSince !== null && at - failingSince >= failingMsMax)
      await this.disable(delivery, 'failing');
  }

  private async disable(delivery: ClaimedDelivery, because: WebhookDisabledReason): Promise<void> {
    const { endpointId, accountId } = delivery;
    this.parts.logger.warn({ endpointId, accountId, because }, 'a webhook endpoint is disabled');
    await this.parts.disable(delivery, because);
  }
}
