import { describe, expect, it } from '@jest/globals';
import { hostileValues } from '@keyledger/testing';
import fc from 'fast-check';
import { checkExpiry, hasExpired, parseInstant } from './expiry.js';

describe('parseInstant', () => {
  it.each([
    ['2030-01-02T03:04:05.678Z', '2030-01-02T03:04:05.678Z'],
    ['2030-01-02T03:04:05Z', '2030-01-02T03:04:05.000Z'],
    ['2030-01-02T03:04Z', '2030-01-02T03:04:00.000Z'],
    ['2030-01-02T03:04:05.123456789Z', '2030-01-02T03:04:05.123Z'],
    ['2030-01-02T03:04:05.5+02:00', '2030-01-02T01:04:05.500Z'],
    ['2030-01-01T00:30:00-23:59', '2030-01-02T00:29:00.000Z'],
    ['2032-02-29T00:00:00Z', '2032-02-29T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('reads %s as %s', (text, expected) => {
    const instantMs = parseInstant(text);
    expect(instantMs === null ? null : new Date(instantMs).toISOString()).toBe(expected);
  });

  it.each([
    ...[
      '',
      'tomorrow',
      '2030',
      '2030-01-02',
      '2030-01-02T03:04:05',
      '2030-01-02 03:04:05Z',
      '2030-1-2T3:4:5Z',
    ],
    ...['2030-02-30T00:00:00Z', '2031-02-29T00:00:00Z', '2030-04-31T00:00:00Z', '2030-00-01T00:00:00Z'],
    ...['2030-13-01T00:00:00Z', '2030-01-00T00:00:00Z', '2030-01-01T24:00:00Z', '2030-01-01T23:60:00Z'],
    ...[
      '2030-01-01T23:59:60Z',
      '2030-01-01T00:00:00+24:00',
      '2030-01-01T00:00:00+02',
      '2030-01-01T00:00:00z',
    ],
    ...[
      '9999-12-31T23:59:59-00:01',
      '+010000-01-01T00:00:00Z',
      '-000001-01-01T00:00:00Z',
      '2030-01-01T00:00:00Z\n',
    ],
    ...[' 2030-01-01T00:00:00Z', '٢٠٣٠-01-01T00:00:00Z', 'Tue, 01 Jan 2030 00:00:00 GMT', '1893456000000'],
  ])('refuses %p', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('reads back what Date writes, and never throws', () => {
    const instants = fc.date({
      min: new Date(0),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
      }),
    );
    fc.assert(fc.property(hostileValues, (value) => parseInstant(value) === null));
  });
});

describe('checkExpiry and hasExpired', () => {
  const instant = '2030-01-01T00:00:00.000Z';
  const instantMs = Date.parse(instant);

  it('wants an instant after the command', () => {
    expect(checkExpiry('2030-01-01T01:00:00+01:00', instantMs - 1)).toBe(instant);
    expect(checkExpiry(instant, instantMs)).toMatchObject({ code: 'INVALID_EXPIRY' });
    expect(checkExpiry(instant, instantMs + 1)).toMatchObject({ code: 'INVALID_EXPIRY' });
    expect(checkExpiry(instant, NaN)).toMatchObject({ code: 'INVALID_EXPIRY' });
  });

  it('takes null for never, and nothing else', () => {
    expect(checkExpiry(null, instantMs)).toBeNull();
    expect(checkExpiry(undefined, instantMs)).toMatchObject({ code: 'INVALID_EXPIRY' });
    expect(checkExpiry('', instantMs)).toMatchObject({ code: 'INVALID_EXPIRY' });
  });

  it('ends a key at its expiry, not after it', () => {
    expect(hasExpired(instant, instantMs - 1)).toBe(false);
    expect(hasExpired(instant, instantMs)).toBe(true);
    expect(hasExpired(null, Number.MAX_SAFE_INTEGER)).toBe(false);
  });
});
