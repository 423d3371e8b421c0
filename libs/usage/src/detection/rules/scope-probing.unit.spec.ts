import { describe, expect, it } from '@jest/globals';
import { afterDays, request, requests, WatchedKey } from '../spec-key.js';

const refused = (operation: string) => ({ operation, code: 'INSUFFICIENT_SCOPE' });

describe('scope-probing', () => {
  it('is said of many operations within an hour, with their names', () => {
    const key = new WatchedKey().see(requests(afterDays(0), 5, (index) => refused(`admin:Do${index}`)));
    expect(key.signals).toEqual([]);
    const [signal] = key.see([request(afterDays(0), refused('admin:Do5'))]).said('scope-probing');
    expect(signal?.evidence).toMatchObject({
      differentOperations: 6,
      operations: expect.arrayContaining(['admin:Do5']),
    });
  });

  it('is not said of one operation, however often', () => {
    const key = new WatchedKey().see(requests(afterDays(0), 500, (index) => refused(`admin:Do${index % 5}`)));
    expect(key.said('scope-probing')).toEqual([]);
  });

  it('is said of one after another over a day', () => {
    const key = new WatchedKey();
    for (let hour = 0; hour < 8; hour++) key.see([request(afterDays(0, hour), refused(`admin:Do${hour}`))]);
    expect(key.said('scope-probing')).toEqual([]);
    expect(key.see([request(afterDays(0, 8), refused('admin:Do8'))]).said('scope-probing')).toHaveLength(1);
  });

  it('is not said of what the key was let do before: somebody has narrowed its scopes', () => {
    const key = new WatchedKey().usual(2, 20, (index) => ({ operation: `orders:Do${index}` }));
    key.see(requests(afterDays(2, 1), 20, (index) => refused(`orders:Do${index}`)));
    expect(key.said('scope-probing')).toEqual([]);
  });

  it('is not said again of what is refused every day', () => {
    const key = new WatchedKey();
    for (let day = 0; day < 5; day++)
      key.see(requests(afterDays(day), 8, (index) => refused(`admin:Do${index}`)));
    expect(key.said('scope-probing')).toHaveLength(1);
  });
});
