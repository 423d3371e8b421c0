import { describe, expect, it } from '@jest/globals';
import { KnownPaths } from './known-paths.js';

const paths = new KnownPaths();
paths.add('/v1/keys', ['GET', 'HEAD']);
paths.add('/v1/keys', ['POST']);
paths.add('/v1/keys/:id', ['DELETE']);
paths.add('/v1/keys/search', ['GET']);
paths.add('/v1/open/:account/*', ['GET', 'PUT']);
paths.add('/*', ['GET', 'HEAD']);

describe('the methods of a path', () => {
  it.each([
    ['/v1/keys', ['GET', 'HEAD', 'POST']],
    ['/v1/keys?method=PUT#x', ['GET', 'HEAD', 'POST']],
    ['/v1/%6Beys', ['GET', 'HEAD', 'POST']],
    ['/v1/keys/key_1', ['DELETE']],
    ['/v1/keys/a%2Fb', ['DELETE']],
    ['/v1/keys/search', ['DELETE', 'GET']],
  ])('%s', (url, methods) => {
    expect(paths.methodsOf(url)).toEqual(methods);
  });

  it.each([
    '/',
    '',
    '*',
    '/v1',
    '/v1/keys/',
    '/v1/keys/a/b',
    '/v1/open/acme',
    '/v1/open/acme/a',
    '/V1/keys',
    '//v1/keys',
    '/v1/%zz',
  ])('are none where there is no such path: %j', (url) => {
    expect(paths.methodsOf(url)).toEqual([]);
  });
});
