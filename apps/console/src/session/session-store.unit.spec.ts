import { describe, expect, it } from '@jest/globals';
import type { Session } from './session.js';
import { sessionAgain, sessionState, setSessionState } from './session-store.js';

const session = (keyId: string, csrfToken: string): Session => ({
  keyId,
  name: keyId,
  scopes: [],
  operations: [],
  accounts: [],
  csrfToken,
  expiresAt: '2030-01-01T00:00:00.000Z',
});

describe('a request whose session has ended', () => {
  it('goes on with the new session of the same key', async () => {
    setSessionState({ kind: 'signed-in', session: session('key_1', 'old') });
    const again = sessionAgain();
    expect(sessionState().kind).toBe('ended');
    setSessionState({ kind: 'signed-in', session: session('key_1', 'new') });
    expect((await again)?.csrfToken).toBe('new');
  });

  it('is not sent by somebody else who signs in', async () => {
    setSessionState({ kind: 'signed-in', session: session('key_1', 'old') });
    const again = sessionAgain();
    setSessionState({ kind: 'signed-in', session: session('key_2', 'new') });
    expect(await again).toBeNull();
  });

  it('is given up by whoever leaves the page', async () => {
    setSessionState({ kind: 'signed-in', session: session('key_1', 'old') });
    const [first, second] = [sessionAgain(), sessionAgain()];
    setSessionState({ kind: 'signed-out' });
    expect(await Promise.all([first, second])).toEqual([null, null]);
  });
});
