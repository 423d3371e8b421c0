import { describe, expect, it } from '@jest/globals';
import { onceForEachKeystroke, sameKeystrokeMs } from './process-port.js';

describe('signals of a terminal', () => {
  it('that come together are one', () => {
    const heard: number[] = [];
    let now = 0;
    const listener = onceForEachKeystroke(
      () => heard.push(now),
      () => now,
    );
    for (now of [0, 1, sameKeystrokeMs - 1, sameKeystrokeMs, sameKeystrokeMs + 1]) listener('SIGINT');
    expect(heard).toEqual([0, sameKeystrokeMs]);
  });
});
