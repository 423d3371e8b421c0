import type { OutgoingMessage } from '@keyledger/broker';
import {
  type RequestEvent,
  type UnknownKeysEvent,
  requestMessageOf,
  unknownKeysMessageOf,
} from '@keyledger/contracts';

export type RecordedEvent = RequestEvent | UnknownKeysEvent;

/** `line` is the event as JSON, which is what the message holds. */
export function messageOf(event: RecordedEvent, line: string): OutgoingMessage {
  return 'keyId' in event ? requestMessageOf(event, line) : unknownKeysMessageOf(event, line);
}

/** An event of a spool; null: nobody who writes such events has written this. */
export function eventOf(line: string): RecordedEvent | null {
  try {
    const event = JSON.parse(line) as Partial<RequestEvent & UnknownKeysEvent>;
    const { producer, sequence, keyId, network } = event;
    const isOne = typeof producer === 'string' && typeof sequence === 'number' && Boolean(keyId ?? network);
    return isOne ? (event as RecordedEvent) : null;
  } catch {
    return null;
  }
}

/** ISO 8601. */
export function timeOf(event: RecordedEvent): string {
  return 'keyId' in event ? event.time : event.lastTime;
}
