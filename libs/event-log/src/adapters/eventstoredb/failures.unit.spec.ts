import {
  CancelledError,
  DeadlineExceededError,
  NotLeaderError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { EventLogUnavailable } from '../../event-log.js';
import { NoAnswer, asUnavailable, isDropped, isOutage, wasNeverSent } from './failures.js';

type ServiceError = NonNullable<ConstructorParameters<typeof UnavailableError>[0]>;

/** As the client wraps it; messages may be empty, and names are always "Error". */
function raw(code: number, message = ''): ServiceError {
  return Object.assign(new Error(message), { code, details: message }) as unknown as ServiceError;
}

function notLeader(): NotLeaderError {
  const leader = { 'leader-endpoint-host': 'node-2', 'leader-endpoint-port': '2113' };
  const metadata = { getMap: () => leader };
  return new NotLeaderError(Object.assign(raw(5), { metadata }));
}

const refused = '14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113';

const outages: [string, Error][] = [
  ['a killed server', new UnavailableError(raw(14, 'Connection dropped'))],
  ['a killed server, of which nothing but the code is said', raw(14)],
  ['a stopping server', new UnknownError(raw(13, 'Received RST_STREAM with code 0'))],
  ['a server that is too slow', new DeadlineExceededError()],
  ['a server that cancels', new CancelledError(raw(1))],
  ['the disposal of the client', new UnknownError(undefined, '1 CANCELLED: Cancelled on client')],
  ['a node that is not the leader any more', notLeader()],
  ['a cluster that is not found', new Error('Failed to discover after 10 attempts.')],
  ['a deadline of our own', new NoAnswer('No answer to an append in 4000 ms.')],
];

const others: [string, unknown][] = [
  ['a read from where no record begins', new UnknownError(raw(2, 'Unexpected ReadAllResult: Error'))],
  [
    'a refused append',
    new WrongExpectedVersionError(undefined, { streamName: 'a', expected: 1n, current: 2n }),
  ],
  ['a dropped subscription', new TimeoutError(raw(10))],
  ['a bug', new TypeError('undefined is not iterable')],
  ['what is no error', 'unavailable'],
];

describe('isOutage', () => {
  it.each(outages)('says yes to %s', (_, error) => {
    expect(isOutage(error)).toBe(true);
    expect(asUnavailable(error)).toBeInstanceOf(EventLogUnavailable);
  });

  it.each(others)('says no to %s', (_, error) => {
    expect(isOutage(error)).toBe(false);
    expect(asUnavailable(error)).toBe(error);
  });
});

describe('isDropped', () => {
  it('says yes to the server’s answer to slow consumers alone', () => {
    expect(isDropped(new TimeoutError(raw(10)))).toBe(true);
    expect(outages.some(([, error]) => isDropped(error))).toBe(false);
  });
});

describe('wasNeverSent', () => {
  it.each([
    ['the capabilities could not be asked for', raw(14)],
    ['no node was found', new Error('Failed to discover after 10 attempts.')],
  ])('is certain where %s', (_, error) => {
    expect(wasNeverSent(error)).toBe(true);
  });

  it.each([
    ['a connection was refused, perhaps not that of this append', new UnavailableError(raw(14, refused))],
    ['the connection was reset', new UnavailableError(raw(14, '14 UNAVAILABLE: read ECONNRESET'))],
    ['the server stopped', new UnknownError(raw(13))],
    ['our own deadline passed', new NoAnswer('No answer to an append in 4000 ms.')],
  ])('is not where %s', (_, error) => {
    expect(wasNeverSent(error)).toBe(false);
  });
});
