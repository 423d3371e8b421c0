import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPool } from '@keyledger/platform';
import { createTestDatabase, type TestDatabase, waitFor } from '@keyledger/testing';
import type pg from 'pg';
import { type Broker, BrokerUnavailable } from '../../broker.js';
import { describeBroker } from '../../contract.js';
import { Collector, Gate, message, messages, topic } from '../../contract-fixtures.js';
import { brokerMigrations } from './migrations.js';
import { openPostgresBroker } from './postgres-broker.js';
import { compact, deleteExpired } from './retention.js';
import * as sql from './statements.js';

const migrations = { broker: brokerMigrations };

async function terminate(pool: pg.Pool, applicationName: string): Promise<void> {
  await pool.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
    applicationName,
  ]);
}

/** A turn skips what a broker's own turn has locked in this moment; this one goes on until nothing is left to look at. */
async function compactAll(pool: pg.Pool): Promise<void> {
  await waitFor(async () => {
    await compact(pool);
    const { rowCount } = await pool.query(
      'SELECT FROM broker.compaction c JOIN broker.partition p USING (topic_id, partition) WHERE c.next_offset < p.next_offset',
    );
    return rowCount === 0;
  });
}

describeBroker('PostgresBroker', async () => {
  const database = await createTestDatabase({ migrations });
  const pool = createPool(database.url, { applicationName: 'contract' });
  const names = new Map<Broker, string>();
  return {
    connect: async () => {
      const applicationName = `broker ${names.size}`;
      const broker = await openPostgresBroker({ databaseUrl: database.url, applicationName });
      names.set(broker, applicationName);
      return broker;
    },
    compact: async () => compactAll(pool),
    kill: async (broker) => terminate(pool, names.get(broker) ?? ''),
    close: async () => {
      await Promise.all([...names.keys()].map(async (broker) => broker.close()));
      await pool.end();
      await database.drop();
    },
  };
});

describe('PostgresBroker', () => {
  let database: TestDatabase;
  let pool: pg.Pool;
  const opened: Broker[] = [];

  beforeEach(async () => {
    database = await createTestDatabase({ migrations });
    pool = createPool(database.url, { applicationName: 'test' });
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map(async (broker) => broker.close()));
    await pool.end();
    await database.drop();
  });

  async function open(applicationName: string, partitions = 4): Promise<Broker> {
    const broker = await openPostgresBroker({ databaseUrl: database.url, applicationName });
    opened.push(broker);
    await broker.ensureTopics([{ name: topic, partitions, cleanup: 'delete', retentionMs: 3_600_000 }]);
    return broker;
  }

  async function collect(broker: Broker, group = 'g'): Promise<Collector> {
    const collector = new Collector();
    collector.consumer = await broker.consume({ topic, group, handler: collector.handler });
    return collector;
  }

  it('numbers each partition without holes, whoever writes', async () => {
    const brokers = await Promise.all(['a', 'b', 'c'].map(async (name) => open(name)));
    await Promise.all(
      brokers.flatMap((broker, n) =>
        Array.from({ length: 20 }, async (_, i) =>
          broker.publish(topic, messages(10, 10, n * 1_000 + i * 10)),
        ),
      ),
    );
    const { rows } = await pool.query<{ count: bigint; last: bigint; next: bigint }>(
      `SELECT count(*), max("offset") AS last, max(next_offset) AS next
       FROM broker.message JOIN broker.partition USING (topic_id, partition) GROUP BY topic_id, partition`,
    );
    expect(rows.reduce((sum, { count }) => sum + count, 0n)).toBe(600n);
    for (const { count, last, next } of rows) expect([last + 1n, next]).toEqual([count, count]);
  });

  it('shows nothing beyond an offset that is not committed yet', async () => {
    const broker = await open('a', 1);
    const writer = await pool.connect();
    await writer.query('BEGIN');
    await writer.query('SELECT broker.publish($1, $2, $3, $4, $5, $6)', [
      topic,
      [0],
      ['slow'],
      ['k'],
      ['{}'],
      ['slow'],
    ]);
    const behind = broker.publish(topic, [message('behind', 'k')]);
    const collector = await collect(broker);
    await waitFor(async () => {
      const { rowCount } = await pool.query(
        "SELECT FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')",
      );
      return rowCount === 1;
    });
    expect(collector.values).toEqual([]);
    await writer.query('COMMIT');
    writer.release();
    await behind;
    await waitFor(() => collector.values.length === 2);
    expect(collector.values).toEqual(['slow', 'behind']);
  });

  it('goes on by itself when every one of its sessions is ended', async () => {
    const broker = await open('victim');
    const collector = await collect(broker);
    await broker.publish(topic, messages(8, 8));
    await waitFor(() => collector.values.length === 8);
    await terminate(pool, 'victim');
    await pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'keyledger listen%'`,
    );
    await waitFor(async () => {
      await broker.publish(topic, messages(8, 8, 8));
      return true;
    });
    await waitFor(() => new Set(collector.values).size === 16);
  });

  it('says that it is out of reach when it is', async () => {
    const deaf = createServer((socket) => socket.on('data', () => socket.end()));
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const unreachable = new URL(database.url);
    unreachable.host = `127.0.0.1:${(deaf.address() as AddressInfo).port}`;
    const broker = await openPostgresBroker({ databaseUrl: unreachable.toString() });
    opened.push(broker);
    await expect(broker.publish(topic, messages(1, 1))).rejects.toThrow(BrokerUnavailable);
    await expect(collect(broker)).rejects.toThrow(BrokerUnavailable);
    deaf.close();
  });

  it('fences a consumer that lost its session in mid-batch: its commit does not count', async () => {
    const victim = await open('victim', 1);
    let release: () => void = () => undefined;
    const inHand = new Collector();
    await victim.consume({
      topic,
      group: 'g',
      handler: async (batch, context) => {
        await inHand.handler(batch, context);
        await new Promise<void>((resolve) => (release = resolve));
      },
    });
    await victim.publish(topic, messages(3, 1));
    await waitFor(() => inHand.batches.length === 1);
    const heir = await collect(await open('heir', 1));
    await terminate(pool, 'victim');
    await waitFor(() => heir.values.length === 3);
    await heir.consumer?.stop();
    await pool.query('UPDATE broker.group_offset SET next_offset = 1');
    release();
    // It begins again where the group is, not where its lost batch ended.
    await waitFor(() => inHand.batches.length === 2);
    expect(inHand.batches[1]?.messages[0]?.offset).toBe(1n);
    release();
  });

  it('shares evenly as members come and go, and every message is handled once by a group that stays', async () => {
    const members = await Promise.all(['a', 'b', 'c'].map(async (name) => collect(await open(name, 6))));
    const holders = async () => {
      const { rows } = await pool.query<{ pid: number; held: number }>(
        `SELECT pid, count(*)::int AS held FROM pg_locks JOIN pg_database d ON d.oid = database
         WHERE locktype = 'advisory' AND granted AND datname = current_database() GROUP BY pid`,
      );
      return rows.map(({ held }) => held).sort();
    };
    await waitFor(async () => (await holders()).join() === '2,2,2');
    const publisher = await open('publisher', 6);
    await publisher.publish(topic, messages(60, 60));
    await members[0]?.consumer?.stop();
    await waitFor(async () => (await holders()).join() === '3,3');
    await publisher.publish(topic, messages(60, 60, 60));
    const all = () => members.flatMap(({ values }) => values);
    await waitFor(() => all().length >= 120);
    expect(new Set(all()).size).toBe(120);
    expect(all()).toHaveLength(120);
  });

  it('hands on the partitions of a member that died, within seconds', async () => {
    const doomed = await open('doomed', 4);
    const inHand = new Collector();
    const finish = new Gate();
    await doomed.consume({
      topic,
      group: 'g',
      handler: async (batch, context) => {
        await inHand.handler(batch, context);
        await finish.opened;
      },
    });
    const survivor = await collect(await open('survivor', 4));
    await doomed.publish(topic, messages(40, 40));
    await waitFor(() => inHand.values.length > 0);
    await terminate(pool, 'doomed');
    await waitFor(() => new Set(survivor.values).size === 40);
    finish.open();
  });

  it('deletes what is past its retention, and readers go on with what is left', async () => {
    const broker = await open('a', 2);
    await broker.publish(topic, messages(30, 30));
    await pool.query(`UPDATE broker.message SET published_at = now() - interval '2 hours'`);
    await broker.publish(topic, messages(10, 10, 30));
    await deleteExpired(pool); // or the broker itself, which may just have had its turn
    expect((await pool.query('SELECT FROM broker.message')).rowCount).toBe(10);
    expect(await deleteExpired(pool)).toBe(0);
    const collector = await collect(broker);
    await waitFor(() => collector.values.length === 10);
    expect(Math.min(...collector.values.map(Number))).toBe(30);
  });

  it('takes a tombstone away once it is old enough, and never before what it stands for', async () => {
    const broker = await open('a');
    const states = { name: 'states.v1', partitions: 1, cleanup: 'compact' } as const;
    await broker.ensureTopics([states]);
    const kept = async () =>
      (await pool.query<{ value: string | null }>('SELECT value FROM broker.message ORDER BY "offset"')).rows;
    // Who compacts skips a partition that another has locked: the broker's own first turn must not come in between.
    const holder = await pool.connect();
    await holder.query('BEGIN; SELECT FROM broker.compaction FOR UPDATE');
    await broker.publish(states.name, [message('a0', 'a'), { ...message('gone', 'a'), value: null }]);
    await pool.query(sql.deleteTombstones, [0, 100]);
    expect(await kept()).toHaveLength(2);
    await holder.query('COMMIT');
    holder.release();
    await compactAll(pool);
    expect(await kept()).toEqual([{ value: null }]);
    await compact(pool, undefined, 0);
    expect(await kept()).toEqual([]);
    await broker.publish(states.name, [message('a1', 'a')]);
    await compactAll(pool);
    expect(await kept()).toEqual([{ value: 'a1' }]);
  });

  it('compacts while others publish and compact, and keeps the newest of every key', async () => {
    const brokers = await Promise.all(['a', 'b'].map(async (name) => open(name)));
    const states = { name: 'states.v1', partitions: 3, cleanup: 'compact' } as const;
    await brokers[0]?.ensureTopics([states]);
    const publishing = Promise.all(
      brokers.map(async (broker, n) => {
        for (let round = 0; round < 30; round++)
          await broker.publish(
            states.name,
            messages(20, 20).map((each) => ({ ...each, id: `${n}/${round}/${each.id}` })),
          );
      }),
    );
    for (let round = 0; round < 10; round++) await Promise.all([compact(pool), compact(pool)]);
    await publishing;
    await compactAll(pool);
    const { rows } = await pool.query('SELECT key FROM broker.message ORDER BY key');
    expect(rows).toHaveLength(20);
  });
});
