import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { StandInStarted } from './eventstoredb-process.js';

/** EventStoreDB's stand-in in a process of its own, so that it does not share a thread with whoever measures. */
export async function withEventStoreDb<T>(use: (url: string) => Promise<T>): Promise<T> {
  const child = fork(new URL('./eventstoredb-process.js', import.meta.url));
  const ended = once(child, 'exit');
  const failed = ended.then(() => {
    throw new Error('The stand-in ended before it listened.');
  });
  failed.catch(() => undefined); // it ends when it is told to
  try {
    const [{ url }] = (await Promise.race([once(child, 'message'), failed])) as [StandInStarted];
    return await use(url);
  } finally {
    child.kill();
    await ended;
  }
}
