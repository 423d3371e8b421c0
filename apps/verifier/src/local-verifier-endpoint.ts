import {
  type LocalReportAnswer,
  localReportBody,
  localVerifierBody,
  localVerifierId,
} from '@keyledger/contracts';
import type { LocalFleetTable } from '@keyledger/fleet';
import { ProblemError, problem } from '@keyledger/platform';
import type { LiveIndex } from '@keyledger/verification';
import type { Caller, CallerAuthentication, CallingRequest } from './caller-authentication.js';
import type { Overload } from './overload.js';
import { parsed } from './parsed-body.js';

/** How long a report waits for this verifier to get as far as the local one says that it is. */
const positionWaitMsMax = 1_000;

export interface LocalVerifierRequest extends CallingRequest {
  readonly params: unknown;
  readonly body?: unknown;
}

export interface LocalVerifierEndpointParts {
  readonly live: Pick<LiveIndex, 'hasCaughtUp' | 'whenAt'>;
  readonly callers: Pick<CallerAuthentication, 'identify'>;
  readonly table: Pick<LocalFleetTable, 'register' | 'renew' | 'leave'>;
  readonly overload: Pick<Overload, 'hold'>;
}

/** Enters verifiers in customers' processes into the register, so that confirmations wait for them. */
export class LocalVerifierEndpoint {
  constructor(private readonly parts: LocalVerifierEndpointParts) {}

  /** Before the body is read. Throws `ProblemError`, as all here do. */
  admit(request: CallingRequest): Caller {
    if (!this.parts.live.hasCaughtUp) throw new ProblemError(problem('NOT_READY'));
    return this.parts.callers.identify(request);
  }

  async register(request: LocalVerifierRequest): Promise<void> {
    const { keyId } = this.admit(request);
    const id = idIn(request);
    const body = parsed(localVerifierBody, request.body);
    const position = await this.reached(body.position);
    const isKnown = await this.held(() => this.parts.table.register(keyId, { ...body, id, position }));
    if (!isKnown)
      throw new ProblemError(problem('OVERLOADED', 'The service key has as many as it may have.'));
  }

  async report(request: LocalVerifierRequest): Promise<LocalReportAnswer> {
    const { keyId } = this.admit(request);
    const id = idIn(request);
    const position = await this.reached(parsed(localReportBody, request.body).position);
    return { known: await this.held(() => this.parts.table.renew(keyId, id, position)) };
  }

  async end(request: LocalVerifierRequest): Promise<void> {
    const { keyId } = this.admit(request);
    const id = idIn(request);
    await this.held(() => this.parts.table.leave(keyId, id));
  }

  /** Nobody is said to have what the log may not have: the position, once this verifier has it too. */
  private async reached(text: string): Promise<bigint> {
    const position = BigInt(text);
    if (await this.held(() => this.parts.live.whenAt(position, positionWaitMsMax))) return position;
    throw new ProblemError(problem('STALE', 'This verifier has not come so far itself.'));
  }

  private async held<Result>(work: () => Promise<Result>): Promise<Result> {
    const release = this.parts.overload.hold();
    try {
      return await work();
    } finally {
      release();
    }
  }
}

function idIn({ params }: LocalVerifierRequest): string {
  return parsed(localVerifierId, (params as { readonly id?: unknown }).id);
}
