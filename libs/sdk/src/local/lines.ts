/** Far more than any line; a catalogue of operations is the longest. */
const lineCharactersMax = 16 * 1024 * 1024;

/** The lines of NDJSON, read as JSON, as they come. Cancels the body when the iteration is left. */
export async function* linesOf<Line>(body: ReadableStream<Uint8Array>): AsyncGenerator<Line, void> {
  const decoder = new TextDecoder();
  let begun = '';
  for await (const bytes of body) {
    const parts = (begun + decoder.decode(bytes, { stream: true })).split('\n');
    begun = parts.pop() ?? '';
    if (begun.length > lineCharactersMax) throw new Error('Keyledger sent a line without an end.');
    for (const part of parts) yield JSON.parse(part) as Line;
  }
  if (begun !== '') throw new Error('Keyledger’s answer was cut off in the middle of a line.');
}
