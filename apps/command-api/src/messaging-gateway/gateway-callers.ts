import type { HttpOperation } from '@keyledger/contracts';
import {
  type Code,
  type ExistingKey,
  type OpenAccountState,
  compileScopes,
  extractCredential,
  profileOf,
} from '@keyledger/domain';
import { ProblemError, problem } from '@keyledger/platform';
import type { RequestRecorder } from '@keyledger/recording';
import type { Verdict } from '@keyledger/verification';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import type { AskedOperation } from '../auth/callers.js';
import { clientAddressOf } from '../http/client-address.js';
import type { CheckedKey, KeysByValue } from './keys-by-value.js';

/** The profile whose keys manage their own account. */
const profileId = 'operations';

/** Namespace of what is recorded about the use of these routes: no operation that a scope could be on. */
const namespace = 'authentication';

/** Who asks: a key that can be used, and its account. */
export interface CallingKey {
  readonly caller: Caller;
  readonly key: ExistingKey;
  readonly account: OpenAccountState;
}

/** Who asks the messaging gateway's routes, and the record of it. */
export class GatewayCallers {
  constructor(
    private readonly keys: Pick<KeysByValue, 'check'>,
    private readonly requests: Pick<RequestRecorder, 'record'>,
  ) {}

  /** @throws ProblemError; a key of such an account that is not accepted is recorded with the reason */
  async authenticate(asked: AskedOperation): Promise<CallingKey> {
    const { verdict, known } = await this.check(asked.request, asked.at);
    // To accounts of other profiles there is nothing here.
    if (known === null || known.account.profile !== profileId) throw invalid();
    const { key, account } = known;
    if (!verdict.valid) {
      this.record(asked, key, verdict.code);
      throw refusedBy(verdict);
    }
    const { keyId, accountId, scopes } = key;
    const caller = { keyId, accountId, scopes: compileScopes(scopes), scopeTexts: scopes };
    return { caller, key, account };
  }

  record({ operation, request, at }: AskedOperation, key: ExistingKey, code: Code): void {
    this.requests.record({
      keyId: key.keyId,
      accountId: key.accountId,
      operation: recordedOperation(operation),
      code,
      clientAddress: clientAddressOf(request),
      userAgent: request.headers['user-agent'] ?? null,
      at,
    });
  }

  private async check(request: FastifyRequest, at: number): Promise<CheckedKey> {
    const credential = extractCredential(request.raw.rawHeaders, profileOf(profileId).formats);
    if (credential.outcome === 'missing') throw new ProblemError(problem('MISSING_CREDENTIALS'));
    if (credential.outcome === 'malformed') throw invalid();
    const { value: key, user } = credential;
    const question = { key, user, operation: null, clientAddress: request.ip, accountId: null };
    return this.keys.check(question, at);
  }
}

/** What the use of a route is recorded as: `authentication:ListKeys`. */
function recordedOperation({ requires }: HttpOperation): string {
  return `${namespace}:${requires}`;
}

function refusedBy({ code }: Extract<Verdict, { valid: false }>): ProblemError {
  return code === 'ADDRESS_NOT_ALLOWED' ? new ProblemError(problem(code)) : invalid();
}

function invalid(): ProblemError {
  return new ProblemError(problem('INVALID_CREDENTIALS'));
}
