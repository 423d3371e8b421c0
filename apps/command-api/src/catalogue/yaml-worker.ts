import { parentPort, workerData } from 'node:worker_threads';
import { parseDocument } from 'yaml';

/** How far aliases of aliases may multiply what is written. */
const aliasCountMax = 100;

/** What comes of a text; it may go round in circles. `line`: where it cannot be read, if that is known. */
export type ParsedYaml = { readonly value: unknown } | { readonly line: number | null };

// Runs as a thread of its own, from the compiled file or, in tests, from this one, so it imports packages only.
parentPort?.postMessage(parsed(String(workerData)));

function parsed(text: string): ParsedYaml {
  try {
    const document = parseDocument(text, { logLevel: 'silent' });
    const [error] = document.errors;
    if (error !== undefined) return { line: error.linePos?.[0].line ?? null };
    return { value: document.toJS({ maxAliasCount: aliasCountMax }) as unknown };
  } catch {
    // Aliases that multiply or stand for nothing, nesting beyond the stack. The parser's text may quote what was sent.
    return { line: null };
  }
}
