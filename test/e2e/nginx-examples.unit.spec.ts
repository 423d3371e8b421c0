import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

/** Traefik and Envoy are not here to be run; their files are at least what they should be to a parser. */
function parsed(file: string): unknown {
  return parse(readFileSync(`examples/nginx/${file}`, 'utf8'));
}

describe('examples/nginx', () => {
  it('traefik.yaml asks for an account, believes no client, and takes the key out', () => {
    const address = 'http://keyledger.internal:8080/v1/authorize/acme';
    expect(parsed('traefik.yaml')).toMatchObject({
      http: {
        routers: { orders: { middlewares: ['keyledger', 'key-stays-here'] } },
        middlewares: {
          keyledger: { forwardAuth: { address, trustForwardHeader: false } },
          'key-stays-here': {
            headers: { customRequestHeaders: { Authorization: '', 'X-Api-Key': '', 'X-Api-Token': '' } },
          },
        },
      },
    });
  });

  it('envoy.yaml lets nobody through in an outage, and sends the headers that keys travel in', () => {
    expect(parsed('envoy.yaml')).toMatchObject({
      name: 'envoy.filters.http.ext_authz',
      typed_config: {
        failure_mode_allow: false,
        http_service: { path_prefix: '/v1/authorize/acme' },
        allowed_headers: {
          patterns: ['x-api-key', 'x-api-user', 'x-api-token', 'x-forwarded-for'].map((exact) => ({ exact })),
        },
      },
    });
  });
});
