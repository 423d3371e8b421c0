import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type EventStoreDbStandIn,
  type Product,
  spawnProduct,
  startEventStoreDbStandIn,
  waitFor,
  makeProductDirectory,
} from '@keyledger/testing';
import { apiOf } from './api.js';
import { takeTour } from './tour.js';

/** A real server by EVENT_LOG_URL, which must hold no Keyledger yet; the stand-in without one. */
const given = process.env['EVENT_LOG_URL'] ?? '';
const realUrl = given.startsWith('esdb') ? given : undefined;

describe('the product with its event log in EventStoreDB', () => {
  let standIn: EventStoreDbStandIn | undefined;
  let directory: string;
  let product: Product;
  let rootKey: string;

  beforeAll(async () => {
    if (realUrl === undefined) standIn = await startEventStoreDbStandIn();
    directory = await makeProductDirectory();
    product = await spawnProduct({ directory, env: { EVENT_LOG_URL: realUrl ?? standIn?.url ?? '' } });
    if (product.rootKey === null) throw new Error('The event log is not that of a first start.');
    rootKey = product.rootKey;
  });

  afterAll(async () => {
    await product.stop();
    await standIn?.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('gives the tour of the README', async () => {
    const { baseUrl } = product;
    await takeTour({ rootKey, apiUrl: baseUrl, verifierUrls: [baseUrl], countsPositions: false });
  });

  it('refuses commands with a code while the log is away, and goes on by itself after that', async () => {
    if (!standIn) return; // nobody but the stand-in goes away when it is told
    const api = apiOf(product.baseUrl, rootKey);
    const openAccount = (slug: string) => api.post('/v1/accounts', { name: slug, slug });
    standIn.kill();
    const code = expect.stringMatching(/^(LOG_UNAVAILABLE|OUTCOME_UNKNOWN)$/);
    expect(await openAccount('away')).toMatchObject({ status: 503, body: { code } });
    await standIn.restart();
    await waitFor(async () => (await openAccount('away')).status === 201);
    await waitFor(async () => (await api.get('/v1/accounts/away')).status === 200);
  });
});
