import type { DomainEvent } from '../events/ledger-event.js';
import type { VerificationRow } from './verification-row.js';

/** What a verifier in a customer's process is fed with over HTTP: NDJSON, one of these a line. Never a secret. */

/** Whose keys the caller may see; null: everybody's. Sorted. */
export type FeedAccounts = readonly string[] | null;

/** `GET /v1/snapshot`: the head, the rows, the end. Without the end it is not whole. */
export type SnapshotLine =
  | { readonly kind: 'snapshot'; readonly position: string; readonly accounts: FeedAccounts }
  | VerificationRow
  | { readonly kind: 'end'; readonly rows: number };

/** `GET /v1/events?after=POSITION`: `view` first, then the others for as long as both sides want. */
export type EventLine =
  | { readonly kind: 'view'; readonly accounts: FeedAccounts }
  /** Strictly rising positions; what verdicts do not depend on is left out, of events too. */
  | { readonly kind: 'event'; readonly position: string; readonly event: DomainEvent }
  /** All up to here has been sent. Also sent when nothing has happened, so that a cut is noticed. */
  | { readonly kind: 'position'; readonly position: string; readonly caughtUp: boolean }
  /** The log has no such position: start over with a snapshot. */
  | { readonly kind: 'reload' };

/** `GET /v1/freshness`: whatever the log held `stalenessMs` before the answer, lies at `position` or before it. */
export interface FreshnessAnswer {
  readonly position: string;
  readonly stalenessMs: number;
}
