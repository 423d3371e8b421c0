import { describe, expect, it } from '@jest/globals';
import { YamlParser } from './yaml-parser.js';

describe('YamlParser', () => {
  it('reads YAML and JSON', async () => {
    const parser = new YamlParser();
    expect(await parser.parse('a: [1, yes]\nb: 2020-01-01')).toEqual({ a: [1, 'yes'], b: '2020-01-01' });
    expect(await parser.parse('{"a": null}')).toEqual({ a: null });
    expect(await parser.parse('')).toBeNull();
  });

  it('reads what goes round in circles', async () => {
    const value = (await new YamlParser().parse('&a {b: *a}')) as { b: unknown };
    expect(value.b).toBe(value);
  });

  it('gives up on what would take too long, goes on with the next, and serves others meanwhile', async () => {
    const parser = new YamlParser(4_000);
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const endless = parser.parse('['.repeat(1_000_000));
    const next = parser.parse('a: 1');
    expect(await endless).toMatchObject({ refused: true, code: 'INVALID_OPENAPI' });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(2);
    expect(await next).toEqual({ a: 1 });
  });
});
