import type { CatalogueDefinition, OperationRoute } from '@keyledger/domain';

/** One segment further into the paths of a catalogue. */
interface Level {
  readonly literals: Map<string, Level>;
  /** Segments of text and placeholders, `{id}.json`; those with more text come first. */
  readonly mixed: MixedSegment[];
  placeholder: Level | null;
  /** By method; null: more than one operation claims to be meant. */
  readonly operations: Map<string, string | null>;
}

interface MixedSegment {
  readonly template: string;
  /** The text around the placeholders, in order; may be empty. */
  readonly texts: readonly string[];
  readonly next: Level;
}

/**
 * Which operation of an account's API a request is a call of, by the routes of its catalogue. Literal segments go before
 * placeholders, as OpenAPI has it, and HEAD is GET where nobody says otherwise. What two routers may read in two ways is
 * no operation at all: the API behind the gateway could mean another one than we do. So paths have to be exact (case,
 * trailing slash), and dot segments, empty ones, encoded slashes, backslashes and control characters match nothing; nor
 * does a route that two operations claim. A library's router would match them, and refuses catalogues that name one
 * parameter differently in two places.
 */
export class RequestRoutes {
  private readonly root = newLevel();
  private added = 0;

  constructor({ operations }: CatalogueDefinition) {
    for (const { name, routes } of operations) {
      for (const route of routes) this.add(route, name);
    }
  }

  /** Whether the catalogue says nothing of requests. */
  get isEmpty(): boolean {
    return this.added === 0;
  }

  /**
   * Full name of the operation, or null.
   *
   * @param method as in the request line
   * @param path as in the request line, without the query: not decoded
   */
  operationOf(method: string, path: string): string | null {
    const segments = segmentsOf(path);
    if (segments === null) return null;
    const found = find(this.root, segments, 0, method);
    if (found !== undefined || method !== 'HEAD') return found ?? null;
    return find(this.root, segments, 0, 'GET') ?? null;
  }

  private add({ method, path }: OperationRoute, name: string): void {
    this.added += 1;
    const segments = segmentsOf(path);
    if (segments === null) return; // no request that we accept has such a path
    const { operations } = segments.reduce(levelFor, this.root);
    const claimed = operations.get(method);
    operations.set(method, claimed === undefined || claimed === name ? name : null);
  }
}

function newLevel(): Level {
  return { literals: new Map(), mixed: [], placeholder: null, operations: new Map() };
}

const placeholders = /\{[^{}]+\}/;

/** The level after a segment of a template, made where it is not there yet. */
function levelFor(level: Level, template: string): Level {
  const texts = template.split(placeholders);
  if (texts.length === 1) {
    const next = level.literals.get(template) ?? newLevel();
    level.literals.set(template, next);
    return next;
  }
  if (texts.length === 2 && texts.every((text) => text === '')) return (level.placeholder ??= newLevel());
  const name = texts.join('{}');
  const known = level.mixed.find((segment) => segment.template === name);
  if (known !== undefined) return known.next;
  const added = { template: name, texts, next: newLevel() };
  level.mixed.push(added);
  level.mixed.sort((left, right) => right.texts.join('').length - left.texts.join('').length);
  return added.next;
}

/** Undefined: nothing matches. No level is looked at twice, so the catalogue's size bounds the work. */
function find(
  level: Level,
  segments: readonly string[],
  at: number,
  method: string,
): string | null | undefined {
  const segment = segments[at];
  if (segment === undefined) return level.operations.get(method);
  const literal = level.literals.get(segment);
  let found = literal === undefined ? undefined : find(literal, segments, at + 1, method);
  for (const { texts, next } of level.mixed) {
    if (found !== undefined) return found;
    if (fits(segment, texts)) found = find(next, segments, at + 1, method);
  }
  if (found !== undefined || level.placeholder === null || segment === '') return found;
  return find(level.placeholder, segments, at + 1, method);
}

/** Whether the texts stand in the segment in this order, at both ends and with something between any two. */
function fits(segment: string, texts: readonly string[]): boolean {
  const [first = '', last = ''] = [texts[0], texts[texts.length - 1]];
  if (!segment.startsWith(first) || !segment.endsWith(last)) return false;
  const end = segment.length - last.length;
  let from = first.length;
  for (const text of texts.slice(1, -1)) {
    const found = segment.indexOf(text, from + 1);
    if (found < 0) return false;
    from = found + text.length;
  }
  return from < end;
}

/** Null: not a path that all routers read in the same way. A slash at the end leaves an empty last segment. */
function segmentsOf(path: string): readonly string[] | null {
  if (!path.startsWith('/')) return null;
  const segments = path.slice(1).split('/');
  const decoded: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const text = decode(segment);
    if (text === null || isAmbiguous(text)) return null;
    if (text === '' && index < segments.length - 1) return null;
    decoded.push(text);
  }
  return decoded;
}

function decode(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** Dot segments, also where parameters follow them after a semicolon, which some servers take away first. */
const dotSegment = /^\.{1,2}(?:;|$)/;
const readInTwoWays = /[/\\\u0000-\u001f\u007f]/;

function isAmbiguous(text: string): boolean {
  return readInTwoWays.test(text) || dotSegment.test(text) || /%[0-9a-f]{2}/i.test(text);
}
