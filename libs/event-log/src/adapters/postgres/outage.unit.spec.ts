import { describe, expect, it } from '@jest/globals';
import { EventLogUnavailable } from '../../event-log.js';
import { asUnavailable, isLostInFlight } from './outage.js';

function errorWith(code: string): Error {
  return Object.assign(new Error(`error ${code}`), { code });
}

describe('an error of the Postgres event log', () => {
  it.each([
    ['a lock not had in time', '55P03'],
    ['a statement that took too long', '57014'],
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
    ['a full disk', '53100'],
    ['too many connections', '53300'],
    ['a standby', '25006'],
  ])('is an outage without effect: %s (%s)', (_, code) => {
    expect(isLostInFlight(errorWith(code))).toBe(false);
    expect(asUnavailable(errorWith(code))).toBeInstanceOf(EventLogUnavailable);
  });

  it.each([
    ['a terminated session', errorWith('57P01')],
    ['a crashed server', errorWith('57P02')],
    ['a lost connection', errorWith('ECONNRESET')],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
    ['a server that says nothing', new Error('Query read timeout')],
  ])('leaves the outcome open: %s', (_, error) => {
    expect(isLostInFlight(error)).toBe(true);
    expect(asUnavailable(error)).toMatchObject({ name: 'EventLogUnavailable', cause: error });
  });

  it.each([
    ['a missing table', errorWith('42P01')],
    ['a unique violation', errorWith('23505')],
    ['a bug', new TypeError('x is not a function')],
  ])('is no outage: %s', (_, error) => {
    expect(isLostInFlight(error)).toBe(false);
    expect(asUnavailable(error)).toBe(error);
  });
});
