import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyPattern } from '@keyledger/domain';
import { type Product, spawnProduct, makeProductDirectory } from '@keyledger/testing';
import { patternOf, runTour, tourOf } from './tour.js';

describe('the tour of the README, pasted into a shell', () => {
  let directory: string;
  let product: Product;
  let rootKey: string;

  beforeAll(async () => {
    directory = await makeProductDirectory();
    product = await spawnProduct({ directory, env: { LOG_LEVEL: 'trace' } });
    if (product.rootKey === null) throw new Error('The first start showed no root key.');
    rootKey = product.rootKey;
  });

  afterAll(async () => {
    await product.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('prints what the README says', async () => {
    const steps = tourOf(await readFile('README.md', 'utf8'), '## A tour');
    expect(steps.length).toBeGreaterThanOrEqual(10);
    const printed = await runTour(steps, { URL: product.baseUrl, ROOT: rootKey });
    for (const [index, { expected }] of steps.entries()) {
      expect(printed[index]).toMatch(patternOf(expected));
    }
  });

  it('leaves no key value in anything that the product has written, at the most talkative log level', async () => {
    expect(await product.stop()).toBe(0);
    const written = product.output.text();
    expect(written).toContain('/v1/verify'); // it did log requests
    // The root key is shown once, in the welcome: that is the one place.
    expect(written.split(rootKey)).toHaveLength(2);
    const keys = written.match(new RegExp(keyPattern, 'g')) ?? [];
    expect(new Set(keys)).toEqual(new Set([rootKey]));
  });
});
