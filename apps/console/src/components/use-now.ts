import { useEffect, useState } from 'react';

const everyMs = 15_000;

/** The time, kept up to date while `running`. */
export function useNow(running: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNowMs(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [running]);
  return nowMs;
}
