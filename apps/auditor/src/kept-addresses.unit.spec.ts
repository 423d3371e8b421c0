import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { accountStream, toNewEvent } from '@keyledger/contracts';
import type { AccountEvent, UsageAddresses } from '@keyledger/domain';
import { MemoryEventLog } from '@keyledger/event-log/adapters/memory/memory-event-log';
import { KeptAddresses, choiceMsMax } from './kept-addresses.js';

const metadata = {
  ...{ time: '2026-11-21T08:00:00.000Z', actor: 'key_root', correlationId: 'c', causationId: 'c' },
  ...{ requestId: 'r', clientAddress: null, userAgent: null },
};
const opened: AccountEvent = {
  type: 'AccountOpened',
  data: { accountId: 'acme', name: 'Acme', profile: 'keyledger', email: null },
};

async function given(log: MemoryEventLog, ...events: readonly AccountEvent[]): Promise<void> {
  const recorded = events.map((event) => toNewEvent(event, metadata, randomUUID()));
  await log.append(accountStream('acme'), recorded, 'any');
}

function chosen(usageAddresses: UsageAddresses): AccountEvent {
  return { type: 'AccountDescribed', data: { accountId: 'acme', usageAddresses } };
}

describe('what an account wants kept of addresses', () => {
  it('is everything, until it says otherwise, and for whoever is unknown', async () => {
    const log = new MemoryEventLog();
    await given(log, opened);
    const kept = await new KeptAddresses(log, { now: () => 0 }).choices(['acme', 'nobody']);
    expect([kept('acme'), kept('nobody')]).toEqual(['full', 'full']);
  });

  it('is known after a bounded time, reading on where it stopped', async () => {
    const log = new MemoryEventLog();
    let now = 0;
    const from: number[] = [];
    const addresses = new KeptAddresses(
      {
        readStream: async (stream, revision = 0) => {
          from.push(revision);
          return log.readStream(stream, revision);
        },
      },
      { now: () => now },
    );
    const choice = async () => (await addresses.choices(['acme']))('acme');
    await given(log, opened, chosen('truncated'));
    expect(await choice()).toBe('truncated');
    await given(log, chosen('none'));
    expect(await choice()).toBe('truncated');
    now = choiceMsMax;
    expect(await choice()).toBe('none');
    expect(from).toEqual([0, 2]);
  });

  it('is not guessed while the log is out of reach', async () => {
    const log = { readStream: async () => Promise.reject(new Error('away')) };
    await expect(new KeptAddresses(log, { now: () => 0 }).choices(['acme'])).rejects.toThrow('away');
  });
});
