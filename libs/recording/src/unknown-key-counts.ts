import { type UnknownKeysEvent, otherNetworks, unknownNetwork } from '@keyledger/contracts';
import { hash } from 'node:crypto';
import { networkOf, valueMarksCount, withMark } from '@keyledger/usage';

/** A key was presented that nobody has, or that is none. */
export interface UnknownKeyRequest {
  readonly clientAddress: string | null;
  /** What was presented: all that is kept of it is a mark, six bits of its digest. */
  readonly value: string;
  /** An account that exists; null: none in particular was asked about. */
  readonly accountId: string | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export type UnknownKeyCount = Omit<UnknownKeysEvent, 'producer' | 'sequence'>;

interface Count {
  readonly network: string;
  readonly accountId: string | null;
  requests: number;
  valueMarks: string;
  readonly firstAt: number;
  lastAt: number;
}

/** Networks and accounts that are told apart between two flushes; whoever guesses keys may have any number of addresses. */
export const originsMax = 1_000;

/** Counts by client network and account, in bounded memory. */
export class UnknownKeyCounts {
  private readonly counts = new Map<string, Count>();

  add({ clientAddress, value, accountId, at }: UnknownKeyRequest): void {
    const network = networkOf(clientAddress) ?? unknownNetwork;
    const mark = markOf(value);
    if (!this.addTo(network, accountId, mark, at)) this.addTo(otherNetworks, null, mark, at);
  }

  /** What was counted since the last time. */
  take(): readonly UnknownKeyCount[] {
    const taken = [...this.counts.values()].map(
      ({ network, accountId, requests, valueMarks, firstAt, lastAt }) => ({
        ...{ network, accountId, requests, valueMarks },
        firstTime: new Date(firstAt).toISOString(),
        lastTime: new Date(lastAt).toISOString(),
      }),
    );
    this.counts.clear();
    return taken;
  }

  /** False: there is no room for another origin. For the others there always is. */
  private addTo(network: string, accountId: string | null, mark: number, at: number): boolean {
    const origin = `${network} ${accountId ?? ''}`;
    const count = this.counts.get(origin);
    if (count !== undefined) {
      count.requests += 1;
      count.valueMarks = withMark(count.valueMarks, mark);
      count.lastAt = Math.max(count.lastAt, at);
      return true;
    }
    if (network !== otherNetworks && this.counts.size >= originsMax) return false;
    this.counts.set(origin, {
      ...{ network, accountId, requests: 1, valueMarks: withMark(undefined, mark) },
      ...{ firstAt: at, lastAt: at },
    });
    return true;
  }
}

function markOf(value: string): number {
  return (hash('sha256', value, 'buffer')[0] ?? 0) % valueMarksCount;
}
