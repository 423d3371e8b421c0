import { describe, expect, it } from '@jest/globals';
import { afterDays, context, request, requests, WatchedKey } from '../spec-key.js';

const elsewhere = { clientAddress: '198.51.100.7' };
const byCurl = { ...elsewhere, userAgent: 'curl/8.7.1' };

describe('new-network', () => {
  it('is said at once of another network with another client', () => {
    const [signal] = new WatchedKey().usual(8).see([request(afterDays(8), byCurl)]).signals;
    expect(signal).toMatchObject({ rule: 'new-network', severity: 'warning' });
    expect(signal?.evidence).toEqual({ networks: ['198.51.100.0/24'], clients: ['curl'], requests: 1 });
  });

  it('is said of another network with the same client once the others are seen to go on', () => {
    const key = new WatchedKey().usual(8).see([request(afterDays(8, 0), elsewhere)]);
    for (let hour = 1; hour < 8; hour++) key.see(requests(afterDays(8, hour), 10));
    expect(key.signals).toEqual([expect.objectContaining({ rule: 'new-network', severity: 'info' })]);
  });

  it('is said of a visit to a key that nobody else uses for days, once somebody does', () => {
    const key = new WatchedKey().usual(8);
    for (let hour = 0; hour < 6; hour++) key.see(requests(afterDays(8, hour), 5, () => elsewhere));
    key.sweep(afterDays(12));
    expect(key.signals).toEqual([]);
    key.see([...requests(afterDays(12), 2), ...requests(afterDays(12, 1), 2), request(afterDays(12, 4))]);
    expect(key.said('new-network')).toEqual([expect.objectContaining({ severity: 'info' })]);
  });

  it('takes a night in which the others are quiet for no move', () => {
    const key = new WatchedKey();
    const byDay = [8, 9, 10, 11, 12, 13, 14, 15];
    for (let day = 0; day < 9; day++)
      key.see(byDay.flatMap((hour) => requests(afterDays(day, hour), 20, () => (day > 7 ? elsewhere : {}))));
    for (let day = 9; day < 11; day++) key.see(byDay.flatMap((hour) => requests(afterDays(day, hour), 20)));
    expect(key.said('new-network')).toHaveLength(1);
  });

  it('is said of a stranger who comes and goes, for that does not make the key one that is carried about', () => {
    const key = new WatchedKey().usual(8);
    for (let hour = 0; hour < 30; hour++)
      key.see(requests(afterDays(8, hour), 10, () => (hour % 2 === 0 && hour < 12 ? elsewhere : {})));
    expect(key.said('new-network')).toHaveLength(1);
  });

  it('is not said of a service that has moved', () => {
    const key = new WatchedKey().usual(8);
    for (let hour = 0; hour < 96; hour++) {
      key.see(requests(afterDays(8, hour), 10, (index) => (hour > 0 || index > 5 ? elsewhere : {})));
    }
    expect(key.signals).toEqual([]);
  });

  it('is not said of a second region that takes over a part of what the others did, but of one on top', () => {
    const beside = (perHour: number): WatchedKey => {
      const key = new WatchedKey().usual(8, 20);
      for (let hour = 0; hour < 80; hour++)
        key.see(requests(afterDays(8, hour), perHour, (index) => (index % 2 === 0 ? elsewhere : {})));
      return key;
    };
    expect(beside(20).said('new-network')).toEqual([]);
    expect(beside(40).said('new-network')).toHaveLength(1);
  });

  it('does not know a client for having come along with another network once', () => {
    const key = new WatchedKey().usual(8).see([request(afterDays(8), byCurl)]);
    for (let hour = 1; hour < 60; hour++) key.see(requests(afterDays(8, hour), 10));
    key.see([request(afterDays(11), { ...byCurl, clientAddress: '203.0.113.5' })]);
    expect(key.said('new-network').map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('is not said of another place of a key that is in one place at a time, unless with another client', () => {
    const key = new WatchedKey();
    const at = (place: number) => ({ clientAddress: `192.0.${place}.17` });
    for (let day = 0; day < 12; day++)
      for (const hour of [9, 10, 11]) key.see(requests(afterDays(day, hour), 5, () => at(day % 3)));
    key.see(requests(afterDays(12, 9), 5, () => elsewhere));
    for (let day = 13; day < 18; day++)
      for (const hour of [9, 10, 11]) key.see(requests(afterDays(day, hour), 5, () => at(day % 3)));
    expect(key.said('new-network')).toEqual([]);
    expect(
      key.see([request(afterDays(18), { ...byCurl, clientAddress: '203.0.113.5' })]).said('new-network'),
    ).toHaveLength(1);
  });

  it('is not said of a new place where it turns out meanwhile that the key is in one place at a time', () => {
    const key = new WatchedKey();
    const there = [0, 0, 0, 1, 0, 0, 0, 0, null, 1, 0, 0, 0];
    there.forEach((place, day) => {
      const asked = place === null ? elsewhere : { clientAddress: `192.0.${place}.17` };
      for (const hour of [9, 10, 11]) key.see(requests(afterDays(day, hour), 5, () => asked));
    });
    expect(key.signals).toEqual([]);
  });

  it('is not said of a key that a crowd uses, whose networks are new all the time', () => {
    let next = 0;
    const anywhere = () => ({ clientAddress: `10.${next++ % 250}.${Math.floor(next / 250)}.1` });
    const key = new WatchedKey().usual(8, 10, anywhere);
    expect(key.see([request(afterDays(8), byCurl)]).signals).toEqual([]);
  });

  it('is not said of a network that other keys of the account have used for a while, but of its neighbours', () => {
    const accountNetworks = new Set(['198.51.100.0/24']);
    const key = new WatchedKey({ ...context, accountNetworks }).usual(8);
    expect(key.see([request(afterDays(8), byCurl)]).signals).toEqual([]);
    const beside = { ...byCurl, userAgent: 'wget/1.25', clientAddress: '198.51.101.7' };
    expect(key.see([request(afterDays(8), beside)]).said('new-network')).toHaveLength(1);
  });

  it('is not said of a neighbour in the same /16, nor of a network on the key’s address list', () => {
    const near = { ...byCurl, clientAddress: '192.0.77.1' };
    expect(new WatchedKey().usual(8).see([request(afterDays(8), near)]).signals).toEqual([]);
    for (const entry of ['198.51.100.0/22', '198.51.100.9']) {
      const listed = new WatchedKey({ ...context, allowedNetworks: [entry] });
      expect(listed.usual(8).see([request(afterDays(8), byCurl)]).signals).toEqual([]);
    }
  });

  it('does not take a list that lets everybody in for somebody’s word', () => {
    const listed = new WatchedKey({ ...context, allowedNetworks: ['0.0.0.0/0', 'nonsense'] });
    expect(listed.usual(8).see([request(afterDays(8), byCurl)]).signals).toHaveLength(1);
  });

  it('is not said in the first week, of a key that is carried about, or of a request that is refused', () => {
    expect(new WatchedKey().usual(5).see([request(afterDays(5), byCurl)]).signals).toEqual([]);
    const carried = new WatchedKey().usual(8, 10, (index) => ({ clientAddress: `10.${index % 4}.0.1` }));
    expect(carried.see([request(afterDays(8), byCurl)]).signals).toEqual([]);
    const refused = { ...byCurl, code: 'INSUFFICIENT_SCOPE' };
    expect(new WatchedKey().usual(8).see([request(afterDays(8), refused)]).signals).toEqual([]);
  });

  it('knows IPv6 by its /48, and the provider by its /32', () => {
    const key = new WatchedKey().usual(8, 10, () => ({ clientAddress: '2001:db8:1::5' }));
    expect(key.see([request(afterDays(8), { ...byCurl, clientAddress: '2001:db8:2::5' })]).signals).toEqual(
      [],
    );
    key.see([request(afterDays(8), { ...byCurl, clientAddress: '2a00:1450::1' })]);
    expect(key.signals[0]?.evidence).toMatchObject({ networks: ['2a00:1450::/48'] });
  });
});
