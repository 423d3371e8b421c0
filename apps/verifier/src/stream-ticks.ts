/**
 * What an iterable delivers, and null each time that `tick` resolves, which is then asked for anew. Reads one item ahead at most;
 * leaving the iteration leaves the inner one.
 */
export async function* withTicks<Item>(
  items: AsyncIterable<Item>,
  tick: () => Promise<void>,
): AsyncGenerator<Item | null, void> {
  const iterator = items[Symbol.asyncIterator]();
  let next = iterator.next();
  let ticked = tick().then(() => null);
  next.catch(() => undefined); // is met where it is awaited, unless the iteration has been left by then
  try {
    for (;;) {
      const result = await Promise.race([next, ticked]);
      if (result === null) {
        ticked = tick().then(() => null);
        yield null;
        continue;
      }
      if (result.done === true) return;
      yield result.value;
      next = iterator.next();
      next.catch(() => undefined);
    }
  } finally {
    // Not awaited: it waits for its `next`, which ends with whatever the caller aborts after us.
    void iterator.return?.(undefined).catch(() => undefined);
  }
}
