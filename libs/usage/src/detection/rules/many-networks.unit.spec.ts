import { describe, expect, it } from '@jest/globals';
import { afterDays, request, requests, WatchedKey } from '../spec-key.js';

const from = (index: number) => ({ clientAddress: `10.${index}.0.1` });

describe('many-networks', () => {
  it('is said of eight networks within an hour, where one was usual', () => {
    const key = new WatchedKey().usual(8);
    expect(key.see(requests(afterDays(8), 7, from)).said('many-networks')).toEqual([]);
    const [signal] = key.see(requests(afterDays(8), 8, from)).said('many-networks');
    expect(signal).toMatchObject({ severity: 'critical', evidence: { most: 7 } });
  });

  it('is not said of a key that comes from many places every hour', () => {
    const key = new WatchedKey().usual(8, 20, from);
    expect(key.see(requests(afterDays(8), 40, from)).said('many-networks')).toEqual([]);
  });

  it('is not said of a crowd that does more than usual: its requests are as many networks', () => {
    let next = 0;
    const anywhere = () => ({ clientAddress: `10.${(next += 1) >> 8}.${next & 255}.1` });
    const key = new WatchedKey().usual(8, 3, anywhere);
    expect(key.see(requests(afterDays(8), 60, anywhere)).said('many-networks')).toEqual([]);
  });

  it('is said of a key that is hardly used, and was from a few places', () => {
    const key = new WatchedKey();
    for (let day = 0; day < 12; day++) key.see([request(afterDays(day), from(200 + day))]);
    expect(key.see(requests(afterDays(12), 8, from)).said('many-networks')).toHaveLength(1);
  });

  it('is not said before a week has gone by, nor of many addresses of one network', () => {
    expect(
      new WatchedKey()
        .usual(5)
        .see(requests(afterDays(5), 30, from))
        .said('many-networks'),
    ).toEqual([]);
    const near = (index: number) => ({ clientAddress: `192.0.2.${index}` });
    expect(
      new WatchedKey()
        .usual(8)
        .see(requests(afterDays(8), 90, near))
        .said('many-networks'),
    ).toEqual([]);
  });

  it('counts a network by whoever was let pass there', () => {
    const refused = (index: number) => ({ ...from(index), code: 'INSUFFICIENT_SCOPE' });
    expect(
      new WatchedKey()
        .usual(8)
        .see(requests(afterDays(8), 30, refused))
        .said('many-networks'),
    ).toEqual([]);
  });
});
