import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allFormats } from '@keyledger/domain';
import { createLogger } from './logger.js';
import { maskSecrets } from './mask-secrets.js';
import { NestLogger } from './nest-logger.js';

function recordingLogger(logLevel: 'trace' | 'info' = 'trace') {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: createLogger({ logLevel }, destination), lines };
}

const keyId = 'key_0123456789ABCDEFGHIJKL';

/** Of every format of every profile. */
const keysAndFormats = fc
  .tuple(
    fc.constantFrom(...allFormats),
    fc.constantFrom('live' as const, 'test' as const),
    fc.uint8Array({ minLength: 64, maxLength: 64 }),
  )
  .map(([format, mode, seed]) => ({
    format,
    key: format.mint({ keyId, mode, randomBytes: randomBytesFrom(seed) }),
  }));

/** Minting draws again when a byte does not suit it, so the same bytes must not come for ever. */
function randomBytesFrom(seed: Uint8Array): (count: number) => Uint8Array {
  let drawn = 0;
  return (count) =>
    Uint8Array.from({ length: count }, () => ((seed[drawn++ % seed.length] ?? 0) + drawn) % 256);
}

/** Puts a key somewhere into a record of any shape: as a text, inside a text, as a name, deep down, in an error. */
const records = fc.letrec((tie) => ({
  place: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constant((key: string): unknown => key),
    fc.tuple(fc.string(), fc.string()).map(
      ([before, after]) =>
        (key: string) =>
          `${before}${key}/${after}`,
    ),
    fc.constant((key: string) => new Error(`refused ${key}`, { cause: new Error(key) })),
    fc.constant((key: string) => ({ [key]: true })),
    fc.constant((key: string) => `https://host/v1/keys/${encodeURIComponent(key)}?key=${key}`),
    fc
      .tuple(fc.string(), tie('place') as fc.Arbitrary<(key: string) => unknown>)
      .map(([name, place]) => (key: string) => ({ [`x${name}`]: place(key) })),
    (tie('place') as fc.Arbitrary<(key: string) => unknown>).map((place) => (key: string) => [0, place(key)]),
  ),
})).place as fc.Arbitrary<(key: string) => unknown>;

describe('the logger', () => {
  it('lets no key through, wherever it sits in a record', () => {
    fc.assert(
      fc.property(keysAndFormats, records, ({ key, format }, place) => {
        const { logger, lines } = recordingLogger();
        const content = place(key);
        logger.info({ content, err: content }, `handled ${JSON.stringify(content)}`);
        logger.child({ content }).error(content);
        new NestLogger(logger).error(content, 'stack of ' + key, 'Context');
        const written = lines.join('');
        expect(lines).toHaveLength(3);
        expect(written).not.toContain(key);
        expect(written).not.toContain(key.slice(-30));
        expect(written).toContain(format.visibleStartOf(key));
      }),
    );
  });

  it('keeps the visible start of a key', () => {
    const { logger, lines } = recordingLogger();
    logger.info(`looked up kl_live_Abcd${'x'.repeat(40)}.`);
    expect(lines[0]).toContain('looked up kl_live_Abcd***.');
  });

  it('writes lines that remain JSON, whatever is masked', () => {
    fc.assert(
      fc.property(keysAndFormats, fc.json(), ({ key }, json) => {
        const { logger, lines } = recordingLogger();
        logger.info({ value: json, key, list: { cookie: [json, key] }, url: `postgres://u:${key}@h` }, json);
        expect(() => JSON.parse(lines.join('')) as unknown).not.toThrow();
      }),
    );
  });

  it.each([
    ['authorization', 'Digest abc'],
    ['Authorization', 'x'],
    ['x-api-key', 'plain "quoted" secret'],
    ['x-api-token', 'TopSecret'],
    ['cookie', ['a=TopSecret', 'b=TopSecret']],
    ['value', 'TopSecret'],
    ['key', 'TopSecret'],
    ['rootKey', 'TopSecret'],
    ['password', 'TopSecret'],
  ])('redacts the field %s at any depth', (name, secret) => {
    const { logger, lines } = recordingLogger();
    logger.info({ request: { headers: { [name]: secret, accept: '*/*' } } });
    expect(JSON.parse(lines.join(''))).toMatchObject({
      request: { headers: { [name]: '***', accept: '*/*' } },
    });
  });

  it('writes time, level by name and message', () => {
    const { logger, lines } = recordingLogger('info');
    logger.debug('unseen');
    logger.warn({ port: 8080 }, 'seen');
    expect(JSON.parse(lines.join(''))).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      pid: process.pid,
      port: 8080,
      msg: 'seen',
    });
  });
});

describe('maskSecrets', () => {
  it.each([
    ['postgres://ledger:s3cret@db:5432/x', 'postgres://ledger:***@db:5432/x'],
    ['connect to postgres://u:p@ss@db failed', 'connect to postgres://u:***@db failed'],
    ['Authorization: Bearer abcdefgh123=', 'Authorization: Bearer ***'],
    ['kl%5Flive%5FAbcdEFGHijkl', 'kl%5Flive%5FAbcd***'],
    ['the visible start kl_live_Abcd alone', 'the visible start kl_live_Abcd alone'],
    [`X-Api-Key: ${keyId}.${'s'.repeat(43)}`, `X-Api-Key: ${keyId}.***`],
    [`/authentication/sg_live_${'s'.repeat(33)} answered`, '/authentication/sg_live_ssss*** answered'],
    [`GET /?key=wsk%2Dv1%2D${'s'.repeat(93)}`, 'GET /?key=wsk%2Dv1%2Dssss***'],
    ['nothing to hide: http://127.0.0.1:8080/healthz', 'nothing to hide: http://127.0.0.1:8080/healthz'],
    ['Send Authorization: Bearer KEY.', 'Send Authorization: Bearer KEY.'],
  ])('%s', (text, masked) => {
    expect(maskSecrets(text)).toBe(masked);
  });

  it('reads a word of a million letters once, not once from each letter', () => {
    const word = 'a'.repeat(1_000_000);
    expect(maskSecrets(word) === word).toBe(true);
  });
});

describe('NestLogger', () => {
  it('puts what Nest says about its own start at debug level', () => {
    const { logger, lines } = recordingLogger('info');
    new NestLogger(logger).log('Mapped {/x, GET} route', 'RouterExplorer');
    new NestLogger(logger).error(new Error('rethrown'), 'ExceptionHandler');
    expect(lines).toEqual([]);
  });

  it('keeps the context, the error and its stack', () => {
    const { logger, lines } = recordingLogger();
    new NestLogger(logger).error(new Error('broken'), undefined, 'Projector');
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'error',
      context: 'Projector',
      msg: 'broken',
      err: { type: 'Error', message: 'broken', stack: expect.stringContaining('logger.unit.spec') },
    });
  });
});
