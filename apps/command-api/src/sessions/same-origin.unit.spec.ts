import { describe, expect, it } from '@jest/globals';
import { isFromOwnPage } from './same-origin.js';

const publicUrl = 'https://keys.example';
type Headers = Readonly<Record<string, string>>;
const sent = (headers: Headers, protocol: 'http' | 'https' = 'http') => ({
  headers,
  protocol,
  host: 'localhost:8080',
});

describe('a request', () => {
  it.each<Headers>([
    {},
    { 'sec-fetch-site': 'same-origin' },
    { origin: 'http://localhost:8080' },
    { origin: 'https://localhost:8080', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://keys.example' },
  ])('with %j is from our page', (headers) => {
    expect(isFromOwnPage(sent(headers), publicUrl)).toBe(true);
  });

  it.each<Headers>([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'null' },
    { origin: 'http://localhost:8081' },
    { origin: 'https://evil.example' },
    { origin: 'https://keys.example.evil.example' },
    { origin: 'http://localhost:8080', 'sec-fetch-site': 'cross-site' },
  ])('with %j is from another', (headers) => {
    expect(isFromOwnPage(sent(headers), publicUrl)).toBe(false);
  });

  it('from a page in the clear does not reach one that is encrypted', () => {
    expect(isFromOwnPage(sent({ origin: 'http://localhost:8080' }, 'https'), publicUrl)).toBe(false);
  });
});
