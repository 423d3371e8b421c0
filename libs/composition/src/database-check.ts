import type { ReadinessCheck } from '@keyledger/platform';
import type pg from 'pg';

/** Whether DATABASE_URL answers queries. */
export function databaseCheck(pool: pg.Pool): ReadinessCheck {
  return {
    name: 'database',
    check: async () => {
      try {
        await pool.query('SELECT 1');
        return { ready: true };
      } catch {
        return { ready: false, detail: 'the database does not answer' };
      }
    },
  };
}
