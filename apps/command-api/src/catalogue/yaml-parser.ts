import { Worker } from 'node:worker_threads';
import { type Refusal, refuse } from '@keyledger/domain';
import type { ParsedYaml } from './yaml-worker.js';

/** A MiB of ordinary YAML takes about a second. */
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
    this.last = next;
    const parsed = await next;
    if ('value' in parsed) return parsed.value;
    return notReadable(
      parsed.line === null ? 'It cannot be read.' : `It cannot be read at line ${parsed.line}.`,
    );
  }
}

/** Never rejects. */
function parseInThread(text: string, msMax: number): Promise<ParsedYaml> {
  return new Promise((resolve) => {
    const worker = new Worker(workerFile, {
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: memoryMbMax },
    });
    const end = (parsed: ParsedYaml): void => {
      clearTimeout(timeout);
      void worker.terminate();
      resolve(parsed);
    };
    const timeout = setTimeout(() => end({ line: null }), msMax);
    worker.once('message', end);
    for (const fault of ['error', 'messageerror', 'exit'] as const)
      worker.once(fault, () => end({ line: null }));
  });
}

function notReadable(detail: string): Refusal {
  return refuse('INVALID_OPENAPI', detail);
}
