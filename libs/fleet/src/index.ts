export {
  type Awaited,
  type Confirmation,
  ConfirmationDesk,
  type ConfirmationDeskOptions,
} from './confirmation-desk.js';
export {
  type FleetRegister,
  type FleetRow,
  type FleetView,
  type MemberState,
  type NewMember,
  fleetChannel,
  verifiersMax,
  lapsedKeptMs,
  leaseMs,
} from './fleet.js';
export { FleetMember, type FleetMemberOptions } from './fleet-member.js';
export { type Acceptance, type Arrival, FleetTable } from './fleet-table.js';
export { LimitTable } from './limit-table.js';
export { fleetMigrations } from './migrations.js';
export { type MemberOutcome, isComplete, outcomeOf, silentMsMax } from './quorum.js';
