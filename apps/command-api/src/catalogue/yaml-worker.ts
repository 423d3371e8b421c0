import { parentPort, workerData } from 'node:worker_threads';
import { type Document, LineCounter, isScalar, parseDocument, visit } from 'yaml';

/** How far aliases of aliases may multiply what is written. */
const aliasCountMax = 100;

/** What comes of a text; it may go round in circles. `line`: where it cannot be read, if that is known. */
export type ParsedYaml = { readonly value: unknown } | { readonly line: number | null };

// Runs as a thread of its own, from the compiled file or, in tests, from this one, so it imports packages only.
parentPort?.postMessage(parsed(String(workerData)));

function parsed(text: string): ParsedYaml {
  try {
    const lineCounter = new LineCounter();
    // The parser itself compares each key with each other one, which takes long where there are many.
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false, lineCounter });
    const [error] = document.errors;
    const faultAt = error === undefined ? repeatedKeyAt(document) : error.pos[0];
    if (faultAt !== null) return { line: lineCounter.linePos(faultAt).line };
    return { value: document.toJS({ maxAliasCount: aliasCountMax }) as unknown };
  } catch {
    // Aliases that multiply or stand for nothing, nesting beyond the stack. The parser's text may quote what was sent.
    return { line: null };
  }
}

/** Where a map has a key for the second time; null: nowhere. Else all but the last would silently be lost. */
function repeatedKeyAt(document: Document.Parsed): number | null {
  let repeatedAt: number | null = null;
  visit(document, {
    Map: (_, { items }) => {
      const keys = new Set<string>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(String(key.value))) {
          repeatedAt = key.range?.[0] ?? 0;
          return visit.BREAK;
        }
        keys.add(String(key.value));
      }
      return undefined;
    },
  });
  return repeatedAt;
}
