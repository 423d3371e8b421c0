import {
  BACKWARDS,
  END,
  type EventStoreDBClient,
  type ResolvedEvent,
  START,
  StreamNotFoundError,
  type StreamingRead,
} from '@eventstore/db-client';
import { isError } from '@keyledger/platform';
import { type Position, type RecordedEvent, originPosition } from '../../event-log.js';
import { NoAnswer, isUnknownCode } from './failures.js';
import { recordedEvent } from './recorded-event.js';

export type IsOurs = (stream: string) => boolean;

interface ReadAll {
  /** Strictly after this position. */
  readonly after: Position;
  readonly eventsMax: number;
  readonly silenceMsMax: number;
}

/** `readAll` of the client takes its position too, and knows no filter: what is not ours is passed over here. */
export async function readOurs(
  client: EventStoreDBClient,
  isOurs: IsOurs,
  { after, eventsMax, silenceMsMax }: ReadAll,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  if (eventsMax <= 0) return events;
  await take(client.readAll({ fromPosition: clientPosition(after) }), silenceMsMax, ({ event }) => {
    const wanted = event !== undefined && event.position.commit > after && isOurs(event.streamId);
    if (wanted) events.push(recordedEvent(event));
    return events.length < eventsMax;
  });
  return events;
}

/** The server refuses to read from where no record begins: that is no event either. */
export async function readEventAt(
  client: EventStoreDBClient,
  position: Position,
  silenceMsMax: number,
): Promise<RecordedEvent | undefined> {
  let found: RecordedEvent | undefined;
  const read = client.readAll({ fromPosition: clientPosition(position), maxCount: 1 });
  try {
    await take(read, silenceMsMax, ({ event }) => {
      if (event?.position.commit === position) found = recordedEvent(event);
      return false;
    });
  } catch (error) {
    if (!isUnknownCode(error)) throw error;
  }
  return found;
}

interface ReadStream {
  readonly stream: string;
  /** Inclusive; past the end there is nothing. */
  readonly fromRevision: number;
  readonly silenceMsMax: number;
}

/** Empty where there is no such stream. */
export async function readStreamFrom(
  client: EventStoreDBClient,
  { stream, fromRevision, silenceMsMax }: ReadStream,
): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  const read = client.readStream(stream, { fromRevision: BigInt(fromRevision) });
  try {
    await take(read, silenceMsMax, ({ event }) => {
      if (event) events.push(recordedEvent(event));
      return true;
    });
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return events;
}

/** Of the last event of all, whoever's it is. */
export async function readLastPosition(client: EventStoreDBClient, silenceMsMax: number): Promise<Position> {
  let last = originPosition;
  const read = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
  await take(read, silenceMsMax, ({ event }) => {
    last = event?.position.commit ?? last;
    return true;
  });
  return last;
}

/** Commit and prepare are the same for every event written through gRPC. */
export function clientPosition(position: Position) {
  return position === originPosition ? START : { commit: position, prepare: position };
}

/** Goes on until `consume` says no, the read ends, or the server says nothing for too long. */
async function take<Item extends ResolvedEvent | { event?: unknown }>(
  read: StreamingRead<Item>,
  silenceMsMax: number,
  consume: (item: Item) => boolean,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(
        () => reject(new NoAnswer(`No answer to a read in ${silenceMsMax} ms.`)),
        silenceMsMax,
      );
      read.on('error', reject); // stays, since it may fail when nobody listens any more
      read.on('end', resolve);
      read.on('data', (item: Item) => {
        timer?.refresh();
        try {
          if (!consume(item)) resolve();
        } catch (error) {
          reject(isError(error) ? error : new Error(String(error)));
        }
      });
    });
  } finally {
    clearTimeout(timer);
    read.removeAllListeners('data');
    read.cancel().catch(() => undefined);
  }
}
