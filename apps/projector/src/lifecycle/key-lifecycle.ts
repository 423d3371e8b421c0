import { type KeyCommand, disuseAfterMs, rotationDueAfterMs } from '@keyledger/domain';
import type { Clock } from '@keyledger/platform';
import type { DueKeys, Successor } from '@keyledger/read-models';
import type { Logger } from 'pino';
import type { LifecycleCommands } from './lifecycle-commands.js';
import type { LifecycleMetrics } from './lifecycle-metrics.js';
import { isLifecycleOutage } from './lifecycle-outage.js';

export interface KeyLifecycleParts {
  readonly due: DueKeys;
  readonly commands: LifecycleCommands;
  readonly clock: Clock;
  readonly metrics: LifecycleMetrics;
  readonly logger: Logger;
  /** The most first. */
  readonly reminderDays: readonly number[];
  /** See `orphanAgeMsMin`. */
  readonly orphanAgeMs?: number;
}

/**
 * A successor that nobody names is left alone for this long, since its rotation may be under way. Longer than any request
 * takes, the retries of its appends included.
 */
export const orphanAgeMsMin = 300_000;

/** Every key is looked at for it, and it is about months. */
const disuseEveryMs = 3_600_000;

/**
 * Records what time and disuse have brought about. Verifiers need none of it, but that a key has been drained: they
 * refuse at the instant, by their own clocks. Each pass looks at all that is due, so whatever a crash or an outage
 * leaves undone is done by the next, in this process or another: any number of them may be at it.
 */
export class KeyLifecycle {
  /** Successors up to here have been looked at, once and for all: whether a rotation came about does not change later. */
  private successorsSeenUpTo = 0n;
  private disuseLookedAt = -Infinity;

  constructor(private readonly parts: KeyLifecycleParts) {}

  /** Stops between two keys when `signal` aborts. Rejects on an outage. */
  async pass(signal: AbortSignal): Promise<void> {
    const { due, clock, metrics } = this.parts;
    const now = clock.now();
    await this.giveEach(due.expired(now), signal, (keyId) => ({ type: 'RecordExpiry', keyId, at: now }));
    await this.giveEach(due.withEndedOverlap(now), signal, (keyId) => {
      return { type: 'CompleteRotation', keyId, at: now, because: 'overlap-ended' };
    });
    await this.giveEach(due.drained(), signal, ({ keyId, unusedForMs }) => {
      return { type: 'CompleteRotation', keyId, at: now, because: 'drained', unusedForMs };
    });
    await this.remind(now, signal);
    await this.remindOfRotation(now, signal);
    await this.remindOfDisuse(now, signal);
    await this.revokeOrphans(now, signal);
    if (!signal.aborted) metrics.passed(now);
  }

  private async remind(now: number, signal: AbortSignal): Promise<void> {
    const { due, reminderDays } = this.parts;
    for (const [at, daysBefore] of reminderDays.entries()) {
      const nearerDays = reminderDays[at + 1] ?? 0;
      await this.giveEach(due.toRemind(now, { daysBefore, nearerDays }), signal, (keyId) => {
        return { type: 'RemindOfExpiry', keyId, at: now, daysBefore };
      });
    }
  }

  private async remindOfRotation(now: number, signal: AbortSignal): Promise<void> {
    await this.giveEach(this.parts.due.dueForRotation(now - rotationDueAfterMs), signal, (keyId) => {
      return { type: 'RemindOfRotation', keyId, at: now };
    });
  }

  private async remindOfDisuse(now: number, signal: AbortSignal): Promise<void> {
    if (now - this.disuseLookedAt < disuseEveryMs) return;
    await this.giveEach(this.parts.due.disused(now - disuseAfterMs), signal, ({ keyId, lastUsedAt }) => {
      return { type: 'RemindOfDisuse', keyId, at: now, lastUsedAt };
    });
    if (!signal.aborted) this.disuseLookedAt = now;
  }

  /** A crash in the middle of a rotation leaves a key whose value nobody has seen. */
  private async revokeOrphans(now: number, signal: AbortSignal): Promise<void> {
    const { due, orphanAgeMs = orphanAgeMsMin } = this.parts;
    for await (const successor of due.successors(this.successorsSeenUpTo, now - orphanAgeMs)) {
      if (signal.aborted) return;
      if (!successor.isLinked && (await this.isOrphan(successor))) {
        await this.give(revocationOf(successor, now));
      }
      this.successorsSeenUpTo = successor.position;
    }
  }

  /** The read model may be behind: whom the other key names as its successor is asked of the log. */
  private async isOrphan({ keyId, rotatedFrom }: Successor): Promise<boolean> {
    const predecessor = await this.parts.commands.stateOf(rotatedFrom);
    return predecessor.status === 'absent' || predecessor.rotation?.successorId !== keyId;
  }

  private async giveEach<Due>(
    dues: AsyncIterable<Due>,
    signal: AbortSignal,
    commandFor: (due: Due) => KeyCommand,
  ): Promise<void> {
    for await (const due of dues) {
      if (signal.aborted) return;
      await this.give(commandFor(due));
    }
  }

  /** A key that cannot be dealt with must not keep the others waiting. */
  private async give(command: KeyCommand): Promise<void> {
    const { commands, metrics, logger } = this.parts;
    const { keyId } = command;
    try {
      for (const { type } of await commands.give(command)) {
        metrics.recorded(type);
        logger.info({ keyId, event: type }, 'recorded what time has brought about');
      }
    } catch (error) {
      if (isLifecycleOutage(error)) throw error;
      metrics.failed('key');
      logger.error({ keyId, err: error }, 'what time has brought about could not be recorded');
    }
  }
}

function revocationOf({ keyId, rotatedFrom }: Successor, at: number): KeyCommand {
  const comment = `Nobody has its value: the rotation of ${rotatedFrom} that it was made for did not come about.`;
  return { type: 'RevokeKey', keyId, at, reason: 'mistake', comment };
}
