import type { LocalRequest, LocalRequestsBody } from '@keyledger/contracts';
import { waitFor } from '@keyledger/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpCaller } from '../client/http-caller.js';
import { type SpecServer, answerJson, startSpecServer } from '../spec-server.js';
import { RequestReports } from './request-reports.js';

const request: LocalRequest = {
  ...{ keyId: 'key_1', operation: null, code: 'VALID', clientAddress: null, userAgent: null },
  time: '2030-01-01T00:00:00.000Z',
};
let server: SpecServer;
const errors: unknown[] = [];

afterEach(async () => {
  errors.length = 0;
  await server.close();
});

/** Answers with these statuses, one after the other, then with 200. */
async function reportsTo(...statuses: readonly number[]): Promise<RequestReports> {
  const left = [...statuses];
  server = await startSpecServer((_request, response) =>
    answerJson(response, left.shift() ?? 200, { recorded: 0, repeated: 0, ignored: 0 }),
  );
  const http = new HttpCaller({ url: server.url, key: 'kl_test_service', timeoutMs: 1_000 });
  return new RequestReports({ http, name: 'shop', onError: (error) => errors.push(error) });
}

function bodies(): readonly LocalRequestsBody[] {
  return server.requests.map(({ body }) => JSON.parse(body) as LocalRequestsBody);
}

function numbers(): readonly (readonly [first: number, count: number])[] {
  return bodies().map(({ firstSequence, requests }) => [firstSequence, requests.length]);
}

function add(reports: RequestReports, count: number): void {
  for (let added = 0; added < count; added++) reports.add(request);
}

describe('verdicts that were given here', () => {
  it('go out together, numbered without gaps, by one producer', async () => {
    const reports = await reportsTo();
    add(reports, 1_200);
    await reports.stop();
    expect(numbers()).toEqual([
      [1, 500],
      [501, 500],
      [1_001, 200],
    ]);
    expect(new Set(bodies().map(({ producer, name }) => `${producer} ${name}`)).size).toBe(1);
    expect(reports.dropped).toBe(0);
  });

  it('go out by themselves', async () => {
    const reports = await reportsTo();
    add(reports, 3);
    await waitFor(() => server.requests.length > 0);
    expect(numbers()).toEqual([[1, 3]]);
    await reports.stop();
  });

  it('are sent again under the numbers that they had, where nobody took them', async () => {
    const reports = await reportsTo(503, 429);
    add(reports, 500);
    await waitFor(() => server.requests.length === 3);
    add(reports, 2);
    await reports.stop();
    expect(numbers()).toEqual([
      [1, 500],
      [1, 500],
      [1, 500],
      [501, 2],
    ]);
    expect(reports.dropped).toBe(0);
  });

  it('are dropped where they were refused, which keeps nobody behind them waiting', async () => {
    const reports = await reportsTo(400);
    add(reports, 501);
    await reports.stop();
    expect(numbers()).toEqual([
      [1, 500],
      [501, 1],
    ]);
    expect(reports.dropped).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it('are dropped beyond a bound, and so are those that wait when the process ends', async () => {
    const reports = await reportsTo(...Array.from({ length: 1_000 }, () => 503));
    add(reports, 10_001);
    expect(reports.dropped).toBe(1);
    await reports.stop();
    expect(reports.dropped).toBe(10_001);
  });
});
