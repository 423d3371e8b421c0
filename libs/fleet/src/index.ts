export {
  type Awaited,
  type Confirmation,
  ConfirmationDesk,
  type ConfirmationDeskOptions,
} from './confirmation-desk.js';
export {
  type FleetRow,
  type FleetView,
  type MemberKind,
  type MemberState,
  fleetChannel,
  verifiersMax,
  lapsedKeptMs,
} from './fleet.js';
export { type Acceptance, type Arrival, FleetTable } from './fleet-table.js';
export { LocalFleetTable } from './local-fleet-table.js';
export { LimitTable } from './limit-table.js';
export { type KeyWithLimits, readQuotaUse } from './read-quota-use.js';
export { fleetMigrations } from './migrations.js';
export { type MemberOutcome, type WaitedFor, isComplete, outcomeOf, silentMsMax } from './quorum.js';
