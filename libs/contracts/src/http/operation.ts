import type { Code } from '@keyledger/domain';
import type { z } from 'zod';

/**
 * Whose operation it is, so that it is known which scopes allow it:
 * `ledger`: of all accounts together; `account`: of the account in the path; `key`: of the account of the key in the
 * path; `visible`: of whichever accounts the caller may see, and the answer is cut down to those; `caller`: of the
 * account of the calling key, which is no admin key and comes in the header `X-API-Key` (SG-5); `session`: of the
 * browser that asks, whoever is signed in on it.
 */
export type OperationTarget = 'ledger' | 'account' | 'key' | 'visible' | 'caller' | 'session';

/**
 * One operation of the admin API. The one source of its route, its validation, its authorization and its place in
 * the OpenAPI document.
 */
export interface HttpOperation {
  /** Camel case, unique. */
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** OpenAPI form: `/v1/keys/{id}`. */
  readonly path: string;
  readonly tag:
    | 'Accounts'
    | 'Catalogue'
    | 'Keys'
    | 'Alerts'
    | 'Webhooks'
    | 'Audit'
    | 'Usage'
    | 'Verification'
    | 'Messaging gateway'
    | 'Verifiers'
    | 'Sessions';
  readonly summary: string;
  readonly description?: string;
  /**
   * Operation of the catalogue of the account `system`, without its namespace. Where the target is `caller` or `session` it
   * only names what is done: no scope is needed.
   */
  readonly requires: string;
  readonly target: OperationTarget;
  /** What is in the path, where it is not the usual. */
  readonly parameters?: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  readonly query?: z.ZodObject;
  readonly body?: OperationBody;
  readonly success: OperationSuccess;
  /** It may forbid what was allowed: `Prefer: wait=N` holds the answer until that has arrived at every verifier. */
  readonly confirmable?: true;
  /** Its clients are those of OAuth: they may authenticate by HTTP Basic, and are told errors as RFC 6749 has them. */
  readonly forOAuthClients?: boolean;
  /** Codes of problems that it answers with beside those of every operation. */
  readonly codes: readonly Code[];
}

export interface OperationBody {
  readonly schema: z.ZodType;
  readonly example: unknown;
  /** False: the body may be left out. */
  readonly required?: boolean;
  /** Where it may be longer than bodies may be in general. */
  readonly bytesMax?: number;
  /** What it is sent as instead of `application/json`. */
  readonly mediaType?: 'application/json' | 'application/x-www-form-urlencoded';
  /** What it may be sent as besides `application/json`: it is a document of another format, which arrives as a text. */
  readonly otherMediaTypes?: readonly string[];
}

export interface OperationSuccess {
  readonly status: 200 | 201 | 204;
  readonly description: string;
  /** Absent: no body. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  /** What it is sent as instead of `application/json`. */
  readonly mediaType?: 'text/event-stream' | 'application/x-ndjson';
  /** What it may be asked for as besides (`Accept`): the same as a text of another format. */
  readonly otherMediaTypes?: readonly 'text/csv'[];
  /** Headers of the answer beside those of every answer, with their meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** What every authenticated operation can answer with. */
export const codesOfEveryOperation = [
  'INVALID_REQUEST',
  'MISSING_CREDENTIALS',
  'INVALID_CREDENTIALS',
  'ADDRESS_NOT_ALLOWED',
  'FORBIDDEN',
  'STALE',
  'NOT_READY',
  'INTERNAL',
] as const satisfies readonly Code[];

/** What every operation can answer with besides that a browser may be signed in for. */
export const codesOfSessions = [
  'INVALID_SESSION',
  'CROSS_SITE_REQUEST',
  'DATABASE_UNAVAILABLE',
] as const satisfies readonly Code[];

/** The same where the target is `caller`. */
export const codesOfCallerOperations = [
  'INVALID_REQUEST',
  'MISSING_CREDENTIALS',
  'INVALID_CREDENTIALS',
  'ADDRESS_NOT_ALLOWED',
  'READ_MODEL_BEHIND',
  'LOG_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'INTERNAL',
] as const satisfies readonly Code[];

/** What every operation with a body can answer with. */
export const codesOfBodies = [
  'MALFORMED_JSON',
  'BODY_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const satisfies readonly Code[];

/** What every operation that appends to the log can answer with. */
export const codesOfWrites = [
  'CONCURRENT_CHANGE',
  'LOG_UNAVAILABLE',
  'OUTCOME_UNKNOWN',
] as const satisfies readonly Code[];

/** What every operation that asks the read models can answer with. */
export const codesOfReads = ['READ_MODEL_BEHIND', 'DATABASE_UNAVAILABLE'] as const satisfies readonly Code[];

/** What every change at a revision can answer with: those take `If-Match`. */
export const codesOfRevisions = ['REVISION_MISMATCH'] as const satisfies readonly Code[];

/** What every change of a key that exists can answer with. */
export const codesOfKeyChanges = [
  ...codesOfWrites,
  ...codesOfRevisions,
  'KEY_NOT_FOUND',
  'KEY_ALREADY_REVOKED',
  'KEY_ALREADY_ROTATED',
] as const satisfies readonly Code[];

/** Header of answers about one key or account. */
export const etagHeader = { ETag: 'Its revision: changes with every event.' };
