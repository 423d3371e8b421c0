import { Worker } from 'node:worker_threads';
import { type Refusal, refuse } from '@keyledger/domain';
import type { ParsedYaml } from './yaml-worker.js';

/** A MiB of ordinary YAML takes about half a second. */
const parsingMsMax = 15_000;
/** Of a thread that parses; what needs more was made to. */
const memoryMbMax = 512;

const workerFile = new URL(
  import.meta.url.endsWith('.ts') ? './yaml-worker.ts' : './yaml-worker.js',
  import.meta.url,
);

/**
 * Reads YAML 1.2 (and so JSON) in a thread of its own, one text at a time: texts can be made that take minutes, and
 * nothing else would be served meanwhile.
 */
export class YamlParser {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly msMax: number = parsingMsMax) {}

  /** Refused with INVALID_OPENAPI. Aliases may make the value go round in circles. */
  async parse(text: string): Promise<unknown> {
    const next = this.last.then(() => parseInThread(text, this.msMax));
    this.last = next.catch(() => undefined); // whoever asked is told
    const parsed = await next;
    if ('value' in parsed) return parsed.value;
    return notReadable(
      parsed.line === null ? 'It cannot be read.' : `It cannot be read at line ${parsed.line}.`,
    );
  }
}

/** Rejects where the thread cannot even run. */
function parseInThread(text: string, msMax: number): Promise<ParsedYaml> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, {
      workerData: text,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
    });
    const end = (parsed: ParsedYaml): void => {
      clearTimeout(timeout);
      void worker.terminate();
      resolve(parsed);
    };
    const timeout = setTimeout(() => end(unreadable), msMax);
    worker.once('message', end);
    worker.once('messageerror', () => end(unreadable)); // nested beyond what can be handed over
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') reject(error);
      end(unreadable);
    });
  });
}

const unreadable: ParsedYaml = { line: null };

function notReadable(detail: string): Refusal {
  return refuse('INVALID_OPENAPI', detail);
}
