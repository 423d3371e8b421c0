import type { ConfirmationAnswer, RevocationAnswer, VerifierListAnswer } from '@keyledger/contracts';
import {
  type Acceptance,
  type Arrival,
  type Confirmation,
  type FleetRow,
  type WaitedFor,
  isComplete,
  outcomeOf,
  verifiersMax,
} from '@keyledger/fleet';

/** What is on record of when a change was accepted and where it has arrived; empty where the record could not be read. */
export interface Recorded {
  readonly acceptance: Acceptance | null;
  readonly arrivals: readonly Arrival[];
}

type VerifierAnswer = RevocationAnswer['verifiers'][number];

export function confirmationAnswer(
  position: bigint,
  { complete, waitedMs, waited, members }: Confirmation,
  recorded: Recorded,
): ConfirmationAnswer {
  const verifiers = members?.map((member) => verifierAnswer(member, position, waited, recorded)) ?? null;
  return { complete, waitedMs: Math.round(waitedMs), verifiers, missing: missingOf(verifiers ?? []) };
}

export function revocationAnswer(position: bigint, recorded: Recorded): RevocationAnswer {
  const { acceptance, arrivals } = recorded;
  const { agoMs: elapsedMs = 0, refusedWhenStale = false } = acceptance ?? {};
  const waited = { elapsedMs, refusedWhenStale };
  const verifiers = arrivals.map((member) => verifierAnswer(member, position, waited, recorded));
  return {
    position: position.toString(),
    acceptedAt: acceptance?.acceptedAt.toISOString() ?? null,
    complete: isComplete(arrivals, position, waited),
    verifiers,
    missing: missingOf(verifiers),
  };
}

export function verifierListAnswer(members: readonly FleetRow[]): VerifierListAnswer {
  const newest = members.reduce((most, { position }) => (position > most ? position : most), 0n);
  return {
    newestPosition: newest.toString(),
    truncated: members.length > verifiersMax,
    items: members.slice(0, verifiersMax).map((member) => ({
      id: member.id,
      kind: member.kind,
      name: member.name,
      state: member.state === 'live' ? 'live' : 'lapsed',
      position: member.position.toString(),
      behind: (newest - member.position).toString(),
      stalenessMaxMs: member.stalenessMaxMs,
      registeredAt: member.registeredAt.toISOString(),
      reportedAt: member.reportedAt.toISOString(),
      leasedUntil: member.leasedUntil.toISOString(),
    })),
  };
}

function verifierAnswer(
  member: FleetRow,
  position: bigint,
  waited: WaitedFor,
  { acceptance, arrivals }: Recorded,
): VerifierAnswer {
  const appliedAt = arrivals.find(({ id }) => id === member.id)?.appliedAt ?? null;
  const outcome = outcomeOf(member, position, waited);
  const isKnown = outcome === 'applied' && appliedAt !== null && acceptance !== null;
  return {
    ...{ id: member.id, kind: member.kind, name: member.name, state: member.state, outcome },
    position: member.position.toString(),
    // It may have applied the change before anybody could note that it was accepted.
    confirmedAfterMs: isKnown ? Math.max(0, appliedAt.getTime() - acceptance.acceptedAt.getTime()) : null,
  };
}

function missingOf(verifiers: readonly VerifierAnswer[]): string[] {
  return verifiers.filter(({ outcome }) => outcome === 'missing').map(({ id }) => id);
}
