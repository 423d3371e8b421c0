import type pg from 'pg';
import { sleep } from '../time/sleep.js';

/** A server that has vanished does not answer a good-bye either. */
const endMsMax = 1_000;

/** Ends a session that is no pool's; never rejects, and does not wait long. */
export async function endSession(session: pg.Client): Promise<void> {
  const ended = new AbortController();
  await Promise.race([session.end().catch(() => undefined), sleep(endMsMax, ended.signal)]);
  ended.abort();
}
