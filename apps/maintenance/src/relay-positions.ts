import { type RecordedEvent, originPosition } from '@keyledger/event-log';
import {
  type RelayCheckpoint,
  readModelId,
  readRelayCheckpoints,
  setRelayCheckpoint,
} from '@keyledger/read-models';
import { webhookFollowerName } from '@keyledger/webhooks';
import type pg from 'pg';

/**
 * Moves relays to the same event in another log, so that they publish neither again nor less. Events are looked for
 * while two logs are compared, which passes all of them.
 */
export class RelayPositions {
  private readonly found = new Map<string, bigint>();

  private constructor(private readonly relays: readonly RelayCheckpoint[]) {}

  static async read(pool: pg.Pool): Promise<RelayPositions> {
    return RelayPositions.of(await readRelayCheckpoints(pool));
  }

  static of(relays: readonly RelayCheckpoint[]): RelayPositions {
    return new RelayPositions(relays);
  }

  /** Of two equal events. */
  readonly note = ({ id }: RecordedEvent, { position }: RecordedEvent): void => {
    if (this.relays.some(({ checkpoint }) => checkpoint.eventId === id)) this.found.set(id, position);
  };

  /** One that had relayed another log begins anew. */
  async move(pool: pg.Pool, say: (line: string) => void): Promise<void> {
    for (const relay of this.relays) {
      const { eventId } = relay.checkpoint;
      const position = this.found.get(eventId ?? '');
      const to = position === undefined ? { position: originPosition, eventId: null } : { position, eventId };
      await setRelayCheckpoint(pool, relay, to);
      say(
        position === undefined
          ? `${readModelId(relay)} relays from the start`
          : `moved ${readModelId(relay)}`,
      );
    }
  }
}

/** What follows the log and publishes nothing: another broker is nothing to it. */
export const withoutBroker: readonly string[] = [webhookFollowerName];

/** Everything is published again, but by those that are spared. */
export async function relayFromTheStart(
  pool: pg.Pool,
  say: (line: string) => void,
  spared: readonly string[] = [],
): Promise<void> {
  const relays = (await readRelayCheckpoints(pool)).filter(({ name }) => !spared.includes(name));
  await RelayPositions.of(relays).move(pool, say);
}
