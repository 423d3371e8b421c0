import { NoAnswer } from './failures.js';

/** The client's promises may settle after 19 s (a frozen server) or never; ours settle in time. */
export async function withDeadline<T>(work: Promise<T>, msMax: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const missed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`No answer to ${what} in ${msMax} ms.`)), msMax);
  });
  work.catch(() => undefined); // it may fail when nobody waits for it any more
  try {
    return await Promise.race([work, missed]);
  } finally {
    clearTimeout(timer);
  }
}
