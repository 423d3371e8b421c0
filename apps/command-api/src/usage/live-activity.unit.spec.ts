import { beforeEach, describe, expect, it } from '@jest/globals';
import { LiveActivity, liveStreamsMax } from './live-activity.js';

const quiet = {
  end: async () => '7',
  since: async () => ({ items: [], cursor: '8' }),
};
let closing = false;
beforeEach(() => {
  closing = false;
});

const question = { accountId: 'acme', lastEventId: undefined, isAllowed: async () => true };

async function begun(live: LiveActivity, lastEventId?: string) {
  const events = (await live.follow({ ...question, lastEventId }))[Symbol.asyncIterator]();
  const first = await events.next();
  return { first: String(first.value), end: async () => events.return?.() };
}

describe('streams of live activity', () => {
  it('begin with now, or where the client says that it ended', async () => {
    const live = new LiveActivity(quiet, () => closing);
    expect((await begun(live)).first).toContain('id: 7\n');
    expect((await begun(live, '5')).first).toContain('id: 5\n');
    expect((await begun(live, 'anything')).first).toContain('id: 7\n');
    expect((await begun(live, '9'.repeat(30))).first).toContain('id: 7\n');
  });

  it('are so many at once, and make room when they end', async () => {
    const live = new LiveActivity(quiet, () => closing);
    const streams = await Promise.all(Array.from({ length: liveStreamsMax }, async () => begun(live)));
    await expect(live.follow(question)).rejects.toMatchObject({ problem: { code: 'OVERLOADED' } });
    await streams[0]?.end();
    await expect(begun(live)).resolves.toBeDefined();
  });

  it('end with the right to see them, and with the process', async () => {
    const live = new LiveActivity(quiet, () => closing);
    const texts: string[] = [];
    for await (const text of await live.follow({ ...question, isAllowed: async () => false }))
      texts.push(text);
    expect(texts).toHaveLength(1);
    closing = true;
    for await (const text of await live.follow(question)) texts.push(text);
    expect(texts).toHaveLength(2);
  });
});
