import { type Refusal, isRefusal, refuse } from '../refusal.js';
import { isKeyId } from '../secret/key-id.js';
import { quoted } from '../text/quoted.js';
import type { ChangeOverlap, CompleteRotation, RotateKey } from './commands.js';
import type { KeyEvent, Overlap } from './events.js';
import { parseInstant } from './expiry.js';
import { refuseLifting } from './grant.js';
import { type ExistingKey, identityOf, type Rotation } from './state.js';

const dayMs = 86_400_000;
/** Two keys for one purpose are twice as easy to lose. */
export const overlapMsMax = 365 * dayMs;
export const unusedForMsMin = 1_000;
export const unusedForMsMax = 90 * dayMs;

/**
 * One key has one successor: of two rotations at once, the second is refused (XN-9). Where there is no overlap, that is
 * over is recorded too: then the key is refused at once, whatever the clock of a verifier says.
 */
export function rotateKey(command: RotateKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const { successorId } = command;
  if (!isKeyId(successorId) || successorId === key.keyId) {
    return refuse('INVALID_REQUEST', 'The successor is no key of ours, or the key itself.');
  }
  if (key.rotation !== null) return refuseRotated(key.rotation);
  const overlap = checkOverlap(command.overlap, command.at);
  if (isRefusal(overlap)) return overlap;
  const refusal = refuseLifting(key, command);
  if (refusal !== null) return refusal;
  const data = { ...identityOf(key), successorId };
  const rotated: KeyEvent = { type: 'KeyRotated', data: { ...data, overlap } };
  return endOf(overlap) <= command.at
    ? [rotated, { type: 'RotationCompleted', data: { ...data, because: 'overlap-ended' } }]
    : [rotated];
}

export function changeOverlap(command: ChangeOverlap, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const { rotation } = key;
  if (rotation === null) return refuse('KEY_NOT_ROTATED', 'The key has no successor.');
  const overlap = checkOverlap(command.overlap, command.at);
  if (isRefusal(overlap)) return overlap;
  const { successorId, overlap: previousOverlap } = rotation;
  if (endOf(overlap) <= command.at) {
    const because = 'cut-short';
    return [{ type: 'RotationCompleted', data: { ...identityOf(key), successorId, because } }];
  }
  if (sameOverlap(overlap, previousOverlap)) return [];
  return (
    refuseLifting(key, command) ?? [
      { type: 'OverlapChanged', data: { ...identityOf(key), successorId, overlap, previousOverlap } },
    ]
  );
}

/** Whoever gives the command knows how keys are used; what that means is for the overlap, as it is now, to say. */
export function completeRotation(command: CompleteRotation, key: ExistingKey): readonly KeyEvent[] {
  const { rotation } = key;
  if (rotation === null || rotation.completed) return [];
  const isSo =
    command.because === 'drained' ? isDrained(rotation, command) : hasEndedOverlap(rotation, command.at);
  if (!isSo) return [];
  const { successorId } = rotation;
  const { because } = command;
  return [{ type: 'RotationCompleted', data: { ...identityOf(key), successorId, because } }];
}

function isDrained({ overlap }: Rotation, { unusedForMs }: { readonly unusedForMs: number }): boolean {
  return overlap.kind === 'until-drained' && unusedForMs >= overlap.unusedForMs;
}

/** Whether the key is refused because another one took over; `at` in epoch milliseconds. */
export function hasEndedOverlap(rotation: Rotation | null, at: number): boolean {
  return rotation !== null && (rotation.completed || endOf(rotation.overlap) <= at);
}

/** Epoch milliseconds; Infinity: no instant is set. */
function endOf({ endsAt }: Overlap): number {
  return endsAt === null ? Infinity : Date.parse(endsAt);
}

function checkOverlap(overlap: unknown, at: number): Overlap | Refusal {
  const given = (overlap ?? {}) as { readonly [Field in 'kind' | 'endsAt' | 'unusedForMs']?: unknown };
  const endsAt = checkEnd(given.endsAt ?? null, at);
  if (isRefusal(endsAt)) return endsAt;
  if (given.kind === 'until-drained') return checkDraining(given.unusedForMs, endsAt);
  return given.kind === 'fixed' && endsAt !== null
    ? { kind: 'fixed', endsAt }
    : refuse('INVALID_OVERLAP', 'The overlap has no end.');
}

function checkDraining(unusedForMs: unknown, endsAt: string | null): Overlap | Refusal {
  const isInRange =
    typeof unusedForMs === 'number' &&
    Number.isInteger(unusedForMs) &&
    unusedForMs >= unusedForMsMin &&
    unusedForMs <= unusedForMsMax;
  return isInRange
    ? { kind: 'until-drained', unusedForMs, endsAt }
    : refuse('INVALID_OVERLAP', 'A key is drained after a second to 90 days without use.');
}

/** The past is as good as now: the overlap is over then. */
function checkEnd(endsAt: unknown, at: number): string | null | Refusal {
  if (endsAt === null) return null;
  const instantMs = parseInstant(endsAt);
  if (instantMs === null)
    return refuse('INVALID_OVERLAP', `${quoted(endsAt)} is not an instant in ISO 8601.`);
  if (instantMs > at + overlapMsMax) return refuse('INVALID_OVERLAP', 'An overlap lasts a year at most.');
  return new Date(Math.max(instantMs, at)).toISOString();
}

function sameOverlap(left: Overlap, right: Overlap): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function refuseRotated({ successorId }: Rotation): Refusal {
  return refuse('KEY_ALREADY_ROTATED', `The key has a successor already: ${successorId}. Rotate that one.`);
}
