import { describe, expect, it } from '@jest/globals';
import { bearerCredential } from './bearer.js';

const outcomeOf = (...values: string[]) =>
  bearerCredential({ rawHeaders: ['Host', 'x', ...values.flatMap((value) => ['Authorization', value])] });

describe('the credential of a request', () => {
  it.each(['Bearer abc', 'bearer abc', 'BEARER abc'])('is found in %j', (value) => {
    expect(outcomeOf(value)).toEqual({ outcome: 'given', value: 'abc' });
  });

  it('is missing without the header, even where its name is a value', () => {
    expect(outcomeOf()).toEqual({ outcome: 'missing' });
    expect(bearerCredential({ rawHeaders: ['X-Name', 'authorization', 'X-Other', 'Bearer abc'] })).toEqual({
      outcome: 'missing',
    });
  });

  it('is missing where the header is empty', () => {
    expect(outcomeOf('')).toEqual({ outcome: 'missing' });
  });

  it.each([
    'abc',
    'Basic abc',
    'Bearer',
    'Bearer ',
    'Bearer  abc',
    'Bearer abc def',
    ' Bearer abc',
    'Bearer ä',
  ])('is malformed in %j', (value) => {
    expect(outcomeOf(value).outcome).toBe('malformed');
  });

  it('is malformed when there are two headers, equal or not', () => {
    expect(outcomeOf('Bearer abc', 'Bearer abc').outcome).toBe('malformed');
  });

  it('is never repeated in the detail', () => {
    expect(JSON.stringify(outcomeOf('Basic secret'))).not.toContain('secret');
  });
});
