import { type LocalRequest, type LocalRequestsAnswer, localRequestsBody } from '@keyledger/contracts';
import { holdsKey, isOperationName, parseAddress } from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import type { RequestRecorder } from '@keyledger/recording';
import type { LiveIndex } from '@keyledger/verification';
import type { Caller, CallerAuthentication, CallingRequest } from './caller-authentication.js';
import type { Overload } from './overload.js';
import { parsed } from './parsed-body.js';

/** Processes whose last number is remembered; the one that was heard of longest ago makes room. */
export const producersMax = 10_000;
/** Bodies that are held at a time weigh as much as batches of questions do. */
const bodyWeight = 16;

export interface LocalRequestsEndpointParts {
  readonly live: Pick<LiveIndex, 'hasCaughtUp' | 'index'>;
  readonly callers: Pick<CallerAuthentication, 'identify'>;
  readonly recorder: Pick<RequestRecorder, 'record'>;
  readonly overload: Pick<Overload, 'assertBearable' | 'hold'>;
}

/** `POST /v1/requests`: what local verifiers decided is recorded as if it had been decided here. */
export class LocalRequestsEndpoint {
  private readonly lastSequences = new Map<string, number>();

  constructor(private readonly parts: LocalRequestsEndpointParts) {}

  /** Before the body is read. Throws `ProblemError`. */
  admit(request: CallingRequest): Caller {
    this.parts.overload.assertBearable();
    if (!this.parts.live.hasCaughtUp) throw new ProblemError(problem('NOT_READY'));
    return this.parts.callers.identify(request);
  }

  /** While the body is kept, until what this returns is called. Throws `ProblemError`. */
  hold(): () => void {
    return this.parts.overload.hold(bodyWeight);
  }

  /** Throws `ProblemError` where the batch itself is wrong. */
  record(request: CallingRequest & { readonly body?: unknown }): LocalRequestsAnswer {
    const caller = this.admit(request);
    const { name, producer, firstSequence, requests } = parsed(localRequestsBody, request.body);
    const fresh = this.fresh(`${caller.keyId}/${producer}`, firstSequence, requests);
    const accepted = fresh.filter((each) => this.recordOne(each, caller, `${caller.keyId}/${name}`));
    return {
      recorded: accepted.length,
      repeated: requests.length - fresh.length,
      ignored: fresh.length - accepted.length,
    };
  }

  /** Without those that have come before. */
  private fresh(
    producer: string,
    firstSequence: number,
    requests: readonly LocalRequest[],
  ): readonly LocalRequest[] {
    const last = this.lastSequences.get(producer) ?? 0;
    this.lastSequences.delete(producer); // so that it is the newest in the order of the map
    this.lastSequences.set(producer, Math.max(last, firstSequence + requests.length - 1));
    const [oldest] = this.lastSequences.keys();
    if (this.lastSequences.size > producersMax && oldest !== undefined) this.lastSequences.delete(oldest);
    return requests.slice(Math.max(0, last + 1 - firstSequence));
  }

  /** False: nothing that the caller may tell of. */
  private recordOne(request: LocalRequest, { rights }: Caller, verifier: string): boolean {
    const { keyId, operation, code, clientAddress, userAgent, time } = request;
    const accountId = this.parts.live.index.findById(keyId)?.account.accountId;
    if (accountId === undefined) return false;
    if (!rights.everyAccount && !rights.accounts.has(accountId)) return false;
    if (operation !== null && (!isOperationName(operation) || holdsKey(operation))) return false;
    const at = Date.parse(time);
    const address = clientAddress !== null && parseAddress(clientAddress) !== null ? clientAddress : null;
    this.parts.recorder.record({
      ...{ keyId, accountId, operation, code, userAgent, at, verifier },
      clientAddress: address,
    });
    return true;
  }
}
