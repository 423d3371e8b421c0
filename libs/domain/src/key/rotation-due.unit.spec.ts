import { describe, expect, it } from '@jest/globals';
import { isRotationDue, rotationDueAfterMs } from './rotation-due.js';

const createdAtMs = Date.UTC(2030, 0, 1);
const key = { isLive: true, createdAt: new Date(createdAtMs).toISOString(), successorId: null };
const dueAtMs = createdAtMs + rotationDueAfterMs;

describe('XN-10: rotation is due', () => {
  it('after 90 days, not before', () => {
    expect(rotationDueAfterMs).toBe(90 * 24 * 60 * 60 * 1_000);
    expect(isRotationDue(key, dueAtMs - 1)).toBe(false);
    expect(isRotationDue(key, dueAtMs)).toBe(true);
  });
  it('never of a key that cannot be used any more, or has a successor', () => {
    expect(isRotationDue({ ...key, isLive: false }, dueAtMs)).toBe(false);
    expect(isRotationDue({ ...key, successorId: 'key_zyxwvutsrqponmlkjihgfe' }, dueAtMs)).toBe(false);
  });
});
