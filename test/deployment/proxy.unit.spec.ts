import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { compose } from './compose.js';

const text = readFileSync('deploy/nginx.conf', 'utf8');
const upstreams = new Map(
  Array.from(text.matchAll(/set \$(\w+) ([\w:-]+);/g), ([, name, target]) => [name, target]),
);
const locations = Array.from(
  text.matchAll(/location (=|~)? ?(\S+) \{([^}]*)\}/g),
  ([, kind, path = '', body = '']) => ({
    ...{ kind, path, body },
    upstream: upstreams.get(/proxy_pass http:\/\/\$(\w+);/.exec(body)?.[1]),
  }),
);

/** In nginx's order: the exact one, the regular expressions, the prefix. */
function locationOf(path: string) {
  return (
    locations.find((each) => each.kind === '=' && each.path === path) ??
    locations.find((each) => each.kind === '~' && new RegExp(each.path).test(path)) ??
    locations.find((each) => each.kind === undefined && path.startsWith(each.path))
  );
}

describe('deploy/nginx.conf', () => {
  it.each([
    ['/v1/verify', 'verifier:8080'],
    ['/v1/authorize/acme', 'verifier:8080'],
    ['/v1/authorize/acme/orders', 'verifier:8080'],
    ['/v1/verify/batch', 'verifier:8080'],
    ['/v1/introspect', 'verifier:8080'],
    ['/v1/snapshot', 'verifier:8080'],
    ['/v1/events', 'verifier:8080'],
    ['/v1/freshness', 'verifier:8080'],
    ['/v1/verifyx', 'command-api:8080'],
    ['/v1/accounts', 'command-api:8080'],
    ['/v1/keys/key_a/usage', 'command-api:8080'],
    ['/docs', 'command-api:8080'],
    ['/', 'command-api:8080'],
  ])('sends %s to %s', (path, upstream) => {
    expect(locationOf(path)?.upstream).toBe(upstream);
  });

  it.each(['/metrics', '/readyz'])('keeps %s for those inside', (path) => {
    expect(locationOf(path)?.body).toContain('return 404;');
  });

  it('names services of docker-compose.yml, by variables: else their addresses would be asked for once only', () => {
    for (const target of upstreams.values())
      expect(compose.services).toHaveProperty([target?.split(':')[0] ?? '']);
    expect(text).not.toMatch(/proxy_pass http:\/\/[^$]/);
    expect(text).toMatch(/resolver 127\.0\.0\.11 valid=1s/);
  });

  it('sends no command twice', () => {
    const repeating = locations.filter(({ body }) => body.includes('non_idempotent'));
    expect(repeating.map(({ upstream }) => upstream)).toEqual(['verifier:8080']);
  });

  it('is where docker-compose.yml mounts it from, and serves the port that it publishes', () => {
    const { volumes, ports } = compose.services['proxy'] ?? {};
    expect(volumes).toEqual(['./deploy/nginx.conf:/etc/nginx/nginx.conf:ro']);
    expect(ports?.[0]).toMatch(/:8080$/);
    expect(text).toContain('listen 8080;');
  });
});
