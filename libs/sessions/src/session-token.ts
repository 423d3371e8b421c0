import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** 256 bits: nobody guesses one. */
const tokenBytes = 32;
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
const csrfPurpose = 'keyledger csrf token v1';

/** What a browser keeps in its cookie: random, opaque, and nowhere else as it is. */
export function newSessionToken(randomBytes: (count: number) => Uint8Array): string {
  return Buffer.from(randomBytes(tokenBytes)).toString('base64url');
}

export function isSessionToken(text: string): boolean {
  return tokenPattern.test(text);
}

/** What is stored of it. */
export function tokenDigest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * What the page sends with its writes: derived from the cookie that it cannot read, so that it need not be stored, and tells
 * nothing about it.
 */
export function csrfTokenOf(token: string): string {
  return createHmac('sha256', token).update(csrfPurpose).digest('base64url');
}

/** Whether what came with a write is the session's own, in constant time. */
export function isCsrfTokenOf(token: string, given: string): boolean {
  // Digests are of one length, whatever was given.
  return timingSafeEqual(tokenDigest(given), tokenDigest(csrfTokenOf(token)));
}
