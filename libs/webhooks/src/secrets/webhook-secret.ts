import { createHmac } from 'node:crypto';

/** Standard Webhooks 1.0: 24 to 64 bytes, in base64 after this prefix. */
const secretPrefix = 'whsec_';
export const secretBytes = 32;

/** `whsec_…`, as whoever verifies wants it. */
export function webhookSecretOf(bytes: Uint8Array): string {
  return secretPrefix + Buffer.from(bytes).toString('base64');
}

export interface SignedContent {
  readonly id: string;
  /** Unix time in seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** `v1,…` for each of the secrets, separated by spaces: whoever knows one of them can verify. */
export function signatureHeader({ id, timestamp, body }: SignedContent, secrets: readonly string[]): string {
  const content = `${id}.${timestamp}.${body}`;
  return secrets
    .map((secret) => Buffer.from(secret.slice(secretPrefix.length), 'base64'))
    .map((key) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`)
    .join(' ');
}
