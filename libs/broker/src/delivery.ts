import { type Backoff, backoffMs, defaultBackoff, isError, sleep } from '@keyledger/platform';
import type { Broker, Consumption, MessageBatch, PoisonMessage } from './broker.js';
import { publishDeadLetters } from './dead-letter.js';
import { isOutage } from './outage.js';

/** How often a batch, then each of its messages, may be rejected by what is not an outage. */
export const attemptsMax = 5;

export interface DeliveryOptions {
  readonly broker: Pick<Broker, 'publish'>;
  readonly consumption: Consumption;
  readonly backoff?: Backoff;
}

/**
 * Brings one batch to its handler until it has taken effect.
 *
 * An outage is waited out, for as long as it takes: nothing is given up because a database was away. Anything else
 * may be a bug that one message sets off: after `attemptsMax` rejections the batch is handed over message by message,
 * and a message that is rejected as often again goes to the dead-letter topic, so that it does not hold up the others.
 *
 * Answers false when `signal` aborted before the whole batch had taken effect: the offset must not move.
 */
export async function deliver(
  batch: MessageBatch,
  options: DeliveryOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const outcome = await attempt(batch, options, signal);
  if (outcome.kind !== 'rejected') return outcome.kind === 'handled';
  for (const message of batch.messages) {
    const single = { ...batch, messages: [message] };
    // A batch of one has had its attempts.
    const alone = batch.messages.length === 1 ? outcome : await attempt(single, options, signal);
    if (alone.kind === 'stopped') return false;
    if (alone.kind === 'handled') continue;
    if (!(await giveUp(single, { message, reason: describe(alone.error) }, options, signal))) return false;
  }
  return true;
}

type Outcome =
  | { readonly kind: 'handled' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'rejected'; readonly error: unknown };

async function attempt(
  batch: MessageBatch,
  { broker, consumption, backoff = defaultBackoff }: DeliveryOptions,
  signal: AbortSignal,
): Promise<Outcome> {
  const outage = consumption.isOutage ?? isOutage;
  const context = {
    deadLetter: (poison: readonly PoisonMessage[]) =>
      publishDeadLetters(broker, consumption.group, batch, poison),
  };
  let rejections = 0;
  for (let waits = 0; !signal.aborted; waits++) {
    try {
      await consumption.handler(batch, context);
      return { kind: 'handled' };
    } catch (error) {
      consumption.onRejected?.(error, batch);
      if (!outage(error) && ++rejections === attemptsMax) return { kind: 'rejected', error };
    }
    await sleep(backoffMs(waits, Math.random(), backoff), signal);
  }
  return { kind: 'stopped' };
}

/** The dead letter must be durable before the offset moves, so this waits for the broker. */
async function giveUp(
  batch: MessageBatch,
  poison: PoisonMessage,
  { broker, consumption, backoff = defaultBackoff }: DeliveryOptions,
  signal: AbortSignal,
): Promise<boolean> {
  for (let waits = 0; !signal.aborted; waits++) {
    try {
      await publishDeadLetters(broker, consumption.group, batch, [poison]);
      consumption.onGivenUp?.(poison, batch);
      return true;
    } catch (error) {
      consumption.onRejected?.(error, batch);
    }
    await sleep(backoffMs(waits, Math.random(), backoff), signal);
  }
  return false;
}

function describe(error: unknown): string {
  const cause = isError(error) ? `${error.name}: ${error.message}` : 'an unknown error';
  return `handling was rejected ${attemptsMax} times: ${cause}`;
}
