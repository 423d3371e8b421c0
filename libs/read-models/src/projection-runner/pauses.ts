import { sleep } from '@keyledger/platform';

/**
 * What a source yields, and `pause` about every `everyMs` between two items, whether items come or not. The next item is
 * asked for only after the last has been dealt with. `source` ends with the signal that it is given.
 */
export async function* withPauses<Item>(
  source: (ended: AbortSignal) => AsyncIterable<Item>,
  everyMs: number,
  signal: AbortSignal,
): AsyncGenerator<Item | 'pause', void, undefined> {
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const iterator = source(either)[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Item>> | undefined;
  let pause = sleep(everyMs, either).then(() => 'pause' as const);
  try {
    for (;;) {
      next ??= iterator.next();
      const first = await Promise.race([pause, next]);
      if (first === 'pause') {
        if (either.aborted) return;
        yield 'pause';
        pause = sleep(everyMs, either).then(() => 'pause' as const);
        continue;
      }
      next = undefined;
      if (first.done === true) return;
      yield first.value;
    }
  } finally {
    ended.abort();
    await next?.catch(() => undefined);
    await iterator.return?.();
  }
}
