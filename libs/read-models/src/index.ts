import type { EntitySchema } from 'typeorm';
import { accountDirectoryEntity } from './account-directory/row.js';
import { alertEntity, alertMuteEntity } from './alerts/row.js';
import { auditLogEntity } from './audit-log/row.js';
import { keyDirectoryEntity } from './key-directory/row.js';
import { usageEntities } from './key-usage/rows.js';

export type { CheckpointOwner, ReadModel } from './read-model.js';
export { readModelId } from './read-model.js';
export { readModels } from './registry.js';
export { readModelMigrations } from './migrations/migrations.js';
export type { RowChange } from './row-change.js';
export type { ColumnValue, RowValues, TableDefinition } from './table.js';

export { type Page, type PageRequest, pageSizeDefault, pageSizeMax } from './paging/page.js';
export { type CursorScope, decodeCursor, encodeCursor } from './paging/cursor.js';

export { existingKeys } from './key-directory/existing-keys.js';
export { keyDirectory } from './key-directory/projection.js';
export {
  type EffectiveKeyStatus,
  type KeyView,
  type StatusChange,
  effectiveKeyStatuses,
} from './key-directory/key-view.js';
export { type KeyFilters, createdByUserAttribute } from './key-directory/filters.js';
export {
  type ListKeysRequest,
  type CountedKeyView,
  type PlacedKey,
  type ScanRequest,
  type TagCount,
  KeyDirectoryQuery,
} from './key-directory/query.js';
export {
  type NamedKey,
  type ScopeListCount,
  type ScopeListCounts,
  LiveScopesQuery,
} from './key-directory/live-scopes.js';
export { type DrainedKey, type Successor, DueKeys } from './key-lifecycle/due-keys.js';
export { accountDirectory } from './account-directory/projection.js';
export {
  type AccountView,
  type ApiAccessChange,
  type ListAccountsRequest,
  AccountDirectoryQuery,
} from './account-directory/query.js';
export { alerts } from './alerts/projection.js';
export type { AlertMuteRow, AlertRow, AlertStatus } from './alerts/row.js';
export { type ListAlertsRequest, AlertsQuery } from './alerts/query.js';
export { auditLog } from './audit-log/projection.js';
export {
  type AuditEntry,
  type AuditFilters,
  type KeyHistoryRequest,
  type ListAuditRequest,
  AuditLogQuery,
} from './audit-log/query.js';
export { verification } from './verification/projection.js';
export { type CurrentStates, type RowsWanted, readCurrentStates } from './verification/current-rows.js';
export { findKeysByDigest } from './verification/find-by-digest.js';
export { type SnapshotOptions, readVerificationSnapshot } from './verification/snapshot.js';
export { assertSnapshotOf } from './verification/assert-snapshot-of.js';

export { type ProjectionOptions, runProjection } from './projection-runner/run-projection.js';
export {
  type FollowedBatch,
  type FollowerOptions,
  type LogFollower,
  batchEventsMax,
  runFollower,
} from './projection-runner/run-follower.js';
export { type Step, commitWithCheckpoint } from './projection-runner/apply-batch.js';
export type { Turn } from './projection-runner/turn.js';
export type { ProjectionState } from './projection-runner/projection-state.js';
export { ProjectionMetrics } from './projection-runner/projection-metrics.js';
export { ProjectionError, projectBatch } from './projection-runner/project-batch.js';
export { type Checkpoint, LogMismatchError, rewindCheckpoint } from './projection-runner/checkpoint.js';
export { resetReadModel } from './projection-runner/reset-read-model.js';
export {
  type RelayCheckpoint,
  readRelayCheckpoints,
  setRelayCheckpoint,
} from './projection-runner/relay-checkpoints.js';
export { type WaitForPositionOptions, appliedPosition, waitForPosition } from './wait-for-position.js';

export { type FoldedRows, foldLog } from './fold-log.js';
export { readTables } from './table-rows.js';

export { usageMigrations } from './key-usage/migrations.js';
export {
  type LastRequestView,
  type NamedCount,
  type OutcomeCount,
  type UsageCountsRequest,
  KeyUsageQuery,
} from './key-usage/query.js';
export { type CountedBy, type PartitionedCounts, partitionedCounts } from './key-usage/rollup-tables.js';
export {
  type AccountUsageRequest,
  type FailedRequests,
  type KeyTotal,
  type NamedUsage,
  AccountUsageQuery,
} from './key-usage/account-usage-query.js';
export {
  type AccountActivityView,
  type ActivityView,
  type NewActivity,
  ActivityQuery,
} from './key-usage/activity-query.js';
export { type KeyUse, type UsePeriod, KeyUseQuery } from './key-review/use-query.js';
export { tidyUsage } from './key-usage/tidy-usage.js';
export {
  type SignalGroup,
  addSignals,
  beginAnew,
  noteDecision,
  waitingGroups,
} from './detection/signal-groups.js';
export { type WatchingParts, watchKeys } from './detection/watch-keys.js';
export { forgetQuietNetworks, watchNetworks } from './detection/watch-networks.js';
export { type SweepingParts, claimSweep, sweepKeys } from './detection/sweep-keys.js';
export { UsageOffsets } from './key-usage/usage-offsets.js';
export { forgetOffsets } from './key-usage/forget-offsets.js';
export {
  type BatchEffect,
  type UnknownKeysEffect,
  type RequestBatch,
  type UsageWritten,
  forgetSilentProducers,
  writeUsage,
} from './key-usage/write-usage.js';

/** For TypeORM's DataSource: every table that queries read. */
export const readModelEntities: readonly EntitySchema[] = [
  keyDirectoryEntity,
  accountDirectoryEntity,
  auditLogEntity,
  alertEntity,
  alertMuteEntity,
  ...usageEntities,
] as readonly EntitySchema[];
