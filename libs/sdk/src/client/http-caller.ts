import { KeyledgerProblem, KeyledgerUnavailable } from './keyledger-problem.js';
import { pause, pauseMsAfter } from './pause.js';

export interface KeyledgerOptions {
  /** Where Keyledger listens: command-api for what admins do, a verifier for verdicts; one process serves both by default. */
  readonly url: string;
  /** A key of the account `system`. It is sent to `url` and goes nowhere else. */
  readonly key: string;
  /** For one call, repeats included; 2,000 by default. */
  readonly timeoutMs?: number;
  /** Repeats of what may be repeated (questions, not changes), at most; 2 by default. */
  readonly retriesMax?: number;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From `/v1` on, encoded. */
  readonly path: string;
  /** Undefined ones are left out; lists are repeated. */
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** A question that may be asked twice; changes may not: the first may have been made. */
  readonly repeatable: boolean;
}

const timeoutMsDefault = 2_000;
const retriesMaxDefault = 2;
/** Somebody on the way is overloaded or away; the same question may be answered by the next try. */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** One HTTP call: with a time limit, typed failures, and repeats where they do no harm. */
export class HttpCaller {
  readonly #authorization: string;
  private readonly url: string;
  private readonly timeoutMs: number;
  private readonly retriesMax: number;

  constructor({ url, key, timeoutMs = timeoutMsDefault, retriesMax = retriesMaxDefault }: KeyledgerOptions) {
    this.url = url.replace(/\/+$/, '');
    this.#authorization = `Bearer ${key}`;
    this.timeoutMs = timeoutMs;
    this.retriesMax = retriesMax;
  }

  /**
   * The body of the answer; undefined where it has none.
   *
   * @throws KeyledgerProblem where the answer is a "no", KeyledgerUnavailable where there is none in time
   */
  async call<Answer>(call: Call): Promise<Answer> {
    const deadline = AbortSignal.timeout(this.timeoutMs);
    for (let failures = 0; ; failures++) {
      try {
        return await this.once<Answer>(call, deadline);
      } catch (error) {
        const mayRepeat = call.repeatable && failures < this.retriesMax && isPassing(error);
        if (!mayRepeat || deadline.aborted) throw error;
      }
      await pause(pauseMsAfter(failures, Math.random()), deadline);
    }
  }

  /** An answer whose body is read as it comes; the signal ends it. Throws as `call`. */
  async open(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const response = await this.fetched({ method: 'GET', path, repeatable: true }, signal);
    if (response.ok && response.body !== null) return response.body as ReadableStream<Uint8Array>;
    throw KeyledgerProblem.of(response.status, jsonOrNull(await textOf(response)));
  }

  private async once<Answer>(call: Call, signal: AbortSignal): Promise<Answer> {
    const response = await this.fetched(call, signal);
    const text = await textOf(response);
    if (!response.ok) throw KeyledgerProblem.of(response.status, jsonOrNull(text));
    if (text === '') return undefined as Answer;
    const body = jsonOrNull(text);
    if (body === null) throw KeyledgerProblem.of(response.status, text);
    return body as Answer;
  }

  private async fetched({ method, path, query = {}, body }: Call, signal: AbortSignal): Promise<Response> {
    const headers = {
      authorization: this.#authorization,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    try {
      return await fetch(this.url + path + queryText(query), {
        ...{ method, headers, signal },
        // A redirect would take the key to somebody else.
        redirect: 'manual',
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw unavailable(error);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof KeyledgerProblem) return passing.has(error.status);
  return error instanceof KeyledgerUnavailable;
}

async function textOf(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(cause: unknown): KeyledgerUnavailable {
  return new KeyledgerUnavailable('Keyledger gave no answer.', { cause });
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (each !== undefined) parameters.append(name, parameterText(each));
    }
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

function parameterText(value: unknown): string {
  if (typeof value === 'string') return value;
  // Instants, numbers and truth values are in JSON what they are in a query, but for quotation marks.
  return JSON.stringify(value).replace(/^"|"$/g, '');
}
