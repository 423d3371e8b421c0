import { type LedgerEvent, streamSubject, toKeyEventMessage } from '@keyledger/contracts';

/** Of the payload; what goes to the topics may be longer. */
const bodyBytesMax = 262_144;

/** What is sent about an event: as Standard Webhooks 1.0 has it, with the CloudEvent of `keyledger.keys.v1` in `data`. */
export function webhookBody(recorded: LedgerEvent): string {
  const { headers, value } = toKeyEventMessage(recorded);
  const { accountId, keyId = null } = recorded.event.data as { accountId: string; keyId?: string | null };
  const data = {
    id: recorded.id,
    subject: streamSubject(recorded.stream),
    accountId,
    keyId,
    revision: recorded.revision,
    position: recorded.position.toString(),
    actor: recorded.metadata.actor,
    correlationId: recorded.metadata.correlationId,
    abridged: headers['ce_abridged'] === 'true',
    event: JSON.parse(value ?? '{}') as unknown,
  };
  const envelope = { type: headers['ce_type'], timestamp: recorded.metadata.time };
  const whole = JSON.stringify({ ...envelope, data });
  if (Buffer.byteLength(whole) <= bodyBytesMax) return whole;
  return JSON.stringify({ ...envelope, data: { ...data, abridged: true, event: { accountId, keyId } } });
}

/** The same for every attempt and every endpoint: what receivers know repeats by. */
export function deliveryIdOf(eventId: string): string {
  return `msg_${eventId}`;
}
