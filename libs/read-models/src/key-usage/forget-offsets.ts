import type pg from 'pg';
import * as sql from './statements.js';

/**
 * Forgets how far each partition has been counted, for a broker that takes another's place: its offsets are others, and
 * what lies below the old ones would count as counted. Nothing of ours may consume meanwhile.
 */
export async function forgetOffsets(pool: Pick<pg.Pool, 'query'>): Promise<void> {
  await pool.query(sql.forgetOffsets);
}
