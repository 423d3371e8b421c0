import { readFileSync } from 'node:fs';
import { eventTypes } from '@keyledger/contracts';
import { expect, it } from '@jest/globals';
import { eventTypesBySubject } from '../../apps/console/src/audit/event-types.js';

const offered = Object.values(eventTypesBySubject).flat();

it('lets the audit log be filtered by every type of event that is recorded, each in words', () => {
  expect([...offered].sort()).toEqual([...eventTypes].sort());
  const { event } = JSON.parse(readFileSync('apps/console/src/messages/en/audit.json', 'utf8')) as {
    event: Record<string, string>;
  };
  expect(Object.keys(event).sort()).toEqual([...eventTypes].sort());
});
