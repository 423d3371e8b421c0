import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const megabyte = 1024 * 1024;

interface Sample {
  readonly heap: number;
  readonly resident: number;
}

/** Megabytes. */
export interface MemorySummary {
  readonly start: number;
  readonly middle: number;
  readonly end: number;
  readonly most: number;
}

/** What this process holds while it works: flat is what a bounded program shows, however long it runs. */
export class MemoryTrack {
  private readonly samples: Sample[] = [];

  /** To be called at regular distances of work. Collects garbage first: what remains is held. */
  sample(): void {
    const resident = process.memoryUsage.rss();
    this.samples.push({ heap: usedHeapBytes(), resident });
  }

  summary(): { readonly heapMegabytes: MemorySummary; readonly residentMegabytes: MemorySummary } {
    return {
      heapMegabytes: summarise(this.samples.map(({ heap }) => heap)),
      residentMegabytes: summarise(this.samples.map(({ resident }) => resident)),
    };
  }
}

/** After a collection of garbage. */
export function usedHeapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

function summarise(bytes: readonly number[]): MemorySummary {
  const at = (index: number): number => Math.round((bytes[index] ?? Number.NaN) / megabyte);
  return {
    start: at(0),
    middle: at(Math.floor(bytes.length / 2)),
    end: at(bytes.length - 1),
    most: Math.round(Math.max(...bytes) / megabyte),
  };
}
