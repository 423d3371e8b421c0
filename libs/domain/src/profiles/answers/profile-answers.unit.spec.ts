import { describe, expect, it } from '@jest/globals';
import { codes } from '../../codes.js';
import type { Denial } from '../profile-answer.js';
import { answerAsBearer } from './bearer-answer.js';
import { answerAsHierarchicalScopes } from './hierarchical-scopes-answer.js';
import { answerAsIdAndSecret } from './id-and-secret-answer.js';
import { answerAsOperations } from './operations-answer.js';
import { answerAsPermissionLevels } from './permission-levels-answer.js';
import { denial } from './spec-denials.js';
import { answerAsTaggedKeys } from './tagged-keys-answer.js';

const sufficient = 'orders:ListOrders';
const notAccepted = ['MALFORMED_KEY', 'UNKNOWN_KEY', 'KEY_REVOKED', 'KEY_ROTATED', 'KEY_EXPIRED'] as const;

describe('keyledger: problems (RFC 9457) and challenges (RFC 6750)', () => {
  const challengeTo = (...[code, more]: Parameters<typeof denial>) =>
    answerAsBearer(denial(code, more)).headers['www-authenticate'];

  it('says what the problem is by the table of codes', () => {
    expect(answerAsBearer(denial('KEY_EXPIRED'))).toEqual({
      status: 401,
      headers: {
        'content-type': 'application/problem+json',
        'www-authenticate': 'Bearer realm="keyledger", error="invalid_token"',
      },
      body: {
        type: '/problems/KEY_EXPIRED',
        title: codes.KEY_EXPIRED.doc,
        status: 401,
        code: 'KEY_EXPIRED',
        detail: 'The API key has expired.',
      },
    });
  });

  it('challenges without an error where nothing was sent', () => {
    expect(challengeTo('MISSING_CREDENTIALS')).toBe('Bearer realm="keyledger"');
  });

  it.each([...notAccepted, 'INVALID_CREDENTIALS', 'KEY_DISABLED', 'API_ACCESS_DISABLED'] as const)(
    'calls the token invalid: %s',
    (code) => expect(challengeTo(code)).toBe('Bearer realm="keyledger", error="invalid_token"'),
  );

  it('names the scope that would do', () => {
    expect(challengeTo('INSUFFICIENT_SCOPE', { sufficient })).toBe(
      'Bearer realm="keyledger", error="insufficient_scope", scope="orders:ListOrders"',
    );
    expect(answerAsBearer(denial('INSUFFICIENT_SCOPE', { sufficient })).body).toMatchObject({
      status: 403,
      sufficientScope: sufficient,
    });
  });

  it.each(['ADDRESS_NOT_ALLOWED', 'UNKNOWN_OPERATION', 'STALE', 'INTERNAL'] as const)(
    'challenges nobody whose key is not at fault: %s',
    (code) => expect(challengeTo(code)).toBeUndefined(),
  );

  it('tells what is wrong with the header', () => {
    const detail = 'There is more than one Authorization header.';
    expect(answerAsBearer(denial('INVALID_CREDENTIALS', { detail })).body).toMatchObject({ detail });
  });
});

describe('permission-levels', () => {
  const errorTo = (...args: Parameters<typeof denial>) => {
    const { status, body } = answerAsPermissionLevels(denial(...args));
    return { status, ...(body as { error: { message: string; details: string } }).error };
  };

  it.each([...notAccepted, 'MISSING_CREDENTIALS', 'INVALID_CREDENTIALS', 'KEY_DISABLED'] as const)(
    'XN-2: 401 unauthorized with code, message and details: %s',
    (code) => {
      const { status, body } = answerAsPermissionLevels(denial(code));
      expect({ status, body }).toEqual({
        status: 401,
        body: {
          error: { code: 'unauthorized', message: expect.any(String), details: expect.stringMatching(/\.$/) },
        },
      });
    },
  );

  it('XN-2: details tell the cases apart, the message does not', () => {
    const cases = (['MISSING_CREDENTIALS', 'INVALID_CREDENTIALS', ...notAccepted] as const).map((code) =>
      errorTo(code),
    );
    expect(new Set(cases.map(({ details }) => details)).size).toBe(cases.length);
    expect(new Set(cases.map(({ message }) => message)).size).toBe(1);
  });

  it('XN-6: lacking permission is an error of its own that names the one that would do', () => {
    expect(errorTo('INSUFFICIENT_SCOPE', { sufficient: 'Read Only' })).toMatchObject({
      status: 403,
      code: 'insufficient_permissions',
      details: 'This needs the permission Read Only.',
      requiredPermission: 'Read Only',
    });
  });

  it.each([
    ['API_ACCESS_DISABLED', 401, 'unauthorized'],
    ['ADDRESS_NOT_ALLOWED', 403, 'forbidden'],
    ['UNKNOWN_OPERATION', 403, 'forbidden'],
    ['STALE', 503, 'unavailable'],
    ['INTERNAL', 500, 'internal_error'],
  ] as const)('answers %s with %d %s', (code, status, errorCode) => {
    expect(errorTo(code)).toMatchObject({ status, code: errorCode });
  });
});

describe('hierarchical-scopes', () => {
  it('answers with a message that people read and a code that programs read', () => {
    expect(answerAsHierarchicalScopes(denial('KEY_REVOKED'))).toMatchObject({
      status: 401,
      body: { message: 'The API key has been revoked.', code: 'KEY_REVOKED' },
    });
  });

  it('WX-6: names the most restrictive scope that suffices', () => {
    expect(answerAsHierarchicalScopes(denial('INSUFFICIENT_SCOPE', { sufficient })).body).toEqual({
      message: 'No scope of the API key allows this; orders:ListOrders would.',
      code: 'INSUFFICIENT_SCOPE',
    });
  });
});

describe('id-and-secret', () => {
  const expected: readonly (readonly [Denial['code'], number, string])[] = [
    ['MISSING_CREDENTIALS', 400, 'MISSING_API_KEY'],
    ['INVALID_CREDENTIALS', 401, 'INVALID_API_KEY'],
    ...notAccepted.map((code) => [code, 401, 'INVALID_API_KEY'] as const),
    ['SECRET_REQUIRED', 401, 'SECRET_REQUIRED'],
    ['INVALID_SECRET', 401, 'INVALID_SECRET'],
    ['API_ACCESS_DISABLED', 401, 'COMPANY_API_DISABLED'],
    ['KEY_DISABLED', 401, 'API_KEY_DISABLED'],
    ['ADDRESS_NOT_ALLOWED', 403, 'IP_NOT_AUTHORIZED'],
    ['INSUFFICIENT_SCOPE', 403, 'INSUFFICIENT_PERMISSIONS'],
    ['STALE', 503, 'SERVICE_UNAVAILABLE'],
    ['INTERNAL', 500, 'INTERNAL_ERROR'],
  ];

  it.each(expected)('XD-2: %s is %d %s, with Code and Message alone', (code, status, Code) => {
    const answer = answerAsIdAndSecret(denial(code));
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ Code, Message: expect.stringMatching(/^[A-Z].*\.$|retry\.$/) });
    expect(answer.headers['www-authenticate']).toBeUndefined();
  });

  it('XD-2: a deleted key is answered word for word like one that never was', () => {
    const unknown = answerAsIdAndSecret(denial('UNKNOWN_KEY'));
    for (const code of ['KEY_REVOKED', 'KEY_ROTATED', 'MALFORMED_KEY'] as const) {
      expect(answerAsIdAndSecret(denial(code))).toEqual(unknown);
    }
  });
});

describe('tagged-keys', () => {
  it('answers with a list of one error', () => {
    expect(answerAsTaggedKeys(denial('KEY_DISABLED'))).toMatchObject({
      status: 401,
      body: {
        errors: [
          { code: 'KEY_DISABLED', title: 'Authentication failed', detail: 'The API key is disabled.' },
        ],
      },
    });
  });

  it('TX-1, TX-6: says how keys and tokens are sent', () => {
    const { body } = answerAsTaggedKeys(denial('MISSING_CREDENTIALS'));
    expect(JSON.stringify(body)).toMatch(/Bearer.*x-api-user.*x-api-token/);
  });
});

describe('operations', () => {
  it('SG-3: a deleted key gets the same 401 as one that never was', () => {
    const unknown = answerAsOperations(denial('UNKNOWN_KEY'));
    expect(unknown).toMatchObject({ status: 401, body: { status: 401, message: 'Unauthorized' } });
    for (const code of notAccepted) expect(answerAsOperations(denial(code))).toEqual(unknown);
  });

  it('SG-2: names the operation that the key is not for', () => {
    expect(answerAsOperations(denial('INSUFFICIENT_SCOPE', { sufficient: 'SMS' }))).toMatchObject({
      status: 403,
      body: { status: 403, message: 'The API key is not for the operation SMS.' },
    });
  });

  it('SG-6: an internal error says no more than that', () => {
    expect(answerAsOperations(denial('INTERNAL')).body).toEqual({
      status: 500,
      message: 'An internal error occurred.',
    });
  });
});
