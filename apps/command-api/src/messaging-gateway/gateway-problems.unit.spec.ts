import { describe, expect, it } from '@jest/globals';
import { gatewayError, gatewayOperations } from '@keyledger/contracts';
import { codes } from '@keyledger/domain';
import { problem } from '@keyledger/platform';
import { codesOf } from '../openapi/operation-object.js';
import { dressForGateway } from './gateway-problems.js';

const possible = [...new Set(gatewayOperations.flatMap(codesOf))];

describe('a problem in the gateway’s dress', () => {
  it.each(possible)('%s has its status, and a body of status and message alone', (code) => {
    const { status, headers, body } = dressForGateway(problem(code));
    expect(status).toBe(code === 'UNSUPPORTED_MEDIA_TYPE' ? 400 : codes[code].status);
    expect(gatewayError.parse(body)).toEqual({ status, message: expect.stringMatching(/./) });
    expect(headers['content-type']).toBe('application/json');
    expect(headers['retry-after']).toBe(status === 503 ? '1' : undefined);
  });

  it('says the same of every key that does not do (SG-3)', () => {
    const { body } = dressForGateway(problem('INVALID_CREDENTIALS', 'The key has been revoked.'));
    expect(body).toEqual({ status: 401, message: 'Unauthorized' });
  });

  it.each(possible.filter((code) => codes[code].status >= 500))(
    '%s tells nothing of what is behind the API (SG-6)',
    (code) => {
      const { body } = dressForGateway(problem(code, 'TopSecret at 10.0.0.5', { errors: [] }));
      expect(JSON.stringify(body)).not.toMatch(/TopSecret|10\.0|database|event log|read model|projection/i);
    },
  );

  it('says where a body is wrong', () => {
    const errors = [
      { path: 'operations', message: 'needed' },
      { path: '', message: 'no object' },
    ];
    const { body } = dressForGateway(problem('INVALID_REQUEST', undefined, { errors }));
    expect(body).toEqual({ status: 400, message: 'operations: needed; no object' });
  });
});
