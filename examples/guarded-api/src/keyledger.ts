/** The part of a verdict that a guarded service acts on. */
export interface Verdict {
  readonly valid: boolean;
  readonly code: string;
  readonly keyId: string | null;
  readonly scope: string | null;
}

export interface Question {
  readonly key: string;
  readonly operation: string;
  readonly clientAddress: string;
}

export interface KeyledgerOptions {
  /** Where Keyledger listens, without a trailing slash. */
  readonly url: string;
  /** A service key: a key of account `system` with the scope `keyledger:Verify` or `keyledger@{account}:Verify`. */
  readonly serviceKey: string;
  /** Only keys of this account are accepted. */
  readonly account: string;
}

const answerMsMax = 2_000;

/** Asks Keyledger for a verdict. Rejects when there is no answer: the caller must then refuse, not guess. */
export async function verify(options: KeyledgerOptions, question: Question): Promise<Verdict> {
  const response = await fetch(`${options.url}/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${options.serviceKey}` },
    body: JSON.stringify({ ...question, account: options.account }),
    signal: AbortSignal.timeout(answerMsMax),
  });
  if (!response.ok) throw new Error(`Keyledger answered ${response.status}`);
  return (await response.json()) as Verdict;
}
