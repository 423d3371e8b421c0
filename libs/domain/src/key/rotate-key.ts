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
export const unusedForMsMin = 60_000;
export const unusedForMsMax = 90 * dayMs;

/** One key has one successor: of two rotations at once, the second is refused (XN-9). */
export function rotateKey(command: RotateKey, key: ExistingKey): readonly KeyEvent[] | Refusal {
  const { successorId } = command;
  if (!isKeyId(successorId) || successorId === key.keyId) {
    return refuse('INVALID_REQUEST', 'The successor is no key of ours, or the key itself.');
  }
  if (key.rotation !== null) return refuseRotated(key.rotation);
  const overlap = checkOverlap(command.overlap, command.at);
  if (isRefusal(overlap)) return overlap;
  return (
    refuseLifting(key, command) ?? [
      { type: 'KeyRotated', data: { ...identityOf(key), successorId, overlap } },
    ]
  );
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

/** Whether it is so is for whoever gives the command to know, but that an overlap is over only its end can tell. */
export function completeRotation({ at, because }: CompleteRotation, key: ExistingKey): readonly KeyEvent[] {
  const { rotation } = key;
  if (rotation === null || rotation.completed) return [];
  const isSo =
    because === 'drained' ? rotation.overlap.kind === 'until-drained' : hasEndedOverlap(rotation, at);
  if (!isSo) return [];
  const { successorId } = rotation;
  return [{ type: 'RotationCompleted', data: { ...identityOf(key), successorId, because } }];
}

/** Whether the key is refused because another one took over; `at` in epoch milliseconds. */
export function hasEndedOverlap(rotation: Rotation | null, at: number): boolean {
  return rotation !== null && (rotation.completed || endOf(rotation.overlap) <= at);
}

/** Epoch milliseconds; Infinity: no instant is set. */
function endOf({ endsAt }: Overlap): number {
  return endsAt === null ? Infinity : Date.parse(endsAt);
}

function checkOverlap(overlap: Overlap, at: number): Overlap | Refusal {
  const endsAt = checkEnd(overlap.endsAt, at);
  if (isRefusal(endsAt)) return endsAt;
  if (overlap.kind === 'fixed') {
    return endsAt === null ? refuse('INVALID_OVERLAP', 'The overlap has no end.') : { kind: 'fixed', endsAt };
  }
  const { unusedForMs } = overlap;
  if (!Number.isInteger(unusedForMs) || unusedForMs < unusedForMsMin || unusedForMs > unusedForMsMax) {
    return refuse('INVALID_OVERLAP', 'A key is drained after a minute to 90 days without use.');
  }
  return { kind: 'until-drained', unusedForMs, endsAt };
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
