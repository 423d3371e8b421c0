import type { KeyRotatedAnswer } from '@keyledger/contracts';
import type { ExistingKey } from '@keyledger/domain';
import type { RequestMetadata } from '../http/request-metadata.js';
import { newKeyAnswer } from '../keys/key-answer.js';
import { warningsOf } from '../keys/key-warnings.js';
import type { Recorded } from '../ledger/ledger.js';
import type { RotatedKey } from './key-rotation.js';

/** The position is that of the later of the two writes. */
export function keyRotatedAnswer(
  { minted: { command, value }, successor, predecessor }: RotatedKey,
  metadata: RequestMetadata,
): KeyRotatedAnswer {
  const { state, revision } = successor;
  return {
    key: newKeyAnswer({ command, state, revision, metadata }),
    value,
    position: predecessor.position.toString(),
    warnings: warningsOf(state),
    predecessor: predecessorAnswer(predecessor, metadata),
  };
}

function predecessorAnswer(
  { state: { keyId, rotation }, revision }: Recorded<ExistingKey>,
  { time }: RequestMetadata,
): KeyRotatedAnswer['predecessor'] {
  if (rotation === null) throw new Error('A key that was rotated has no successor');
  const { successorId, overlap, completed } = rotation;
  const end = completed
    ? ({ completedAt: time, ended: 'overlap-ended' } as const)
    : { completedAt: null, ended: null };
  return { id: keyId, revision, rotation: { successorId, overlap: { ...overlap }, ...end } };
}
