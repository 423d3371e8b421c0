import { hash, timingSafeEqual } from 'node:crypto';
import { readHeader } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';

/** Whether a request comes through a gateway of ours, where a secret says so (`GATEWAY_SECRET`). */
export class GatewayCheck {
  private readonly expected: Buffer | null;

  constructor(secret: string | null) {
    this.expected = secret === null ? null : hash('sha256', secret, 'buffer');
  }

  /** @throws ProblemError with GATEWAY_NOT_RECOGNISED: what is wrong is no matter of the client's */
  check(rawHeaders: readonly string[]): void {
    if (this.expected === null) return;
    const header = readHeader(rawHeaders, 'X-Keyledger-Gateway');
    const isOurs =
      header.outcome === 'given' && timingSafeEqual(this.expected, hash('sha256', header.value, 'buffer'));
    if (!isOurs) throw new ProblemError(problem('GATEWAY_NOT_RECOGNISED'));
  }
}
