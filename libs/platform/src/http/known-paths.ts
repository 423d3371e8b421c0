import type { FastifyInstance } from 'fastify';

/** A segment in the place of a parameter: anything but nothing. */
const isParameter = (segment: string): boolean => segment.startsWith(':');

interface KnownPath {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/**
 * The paths of a server and the methods that each has. Fastify's router finds a route by both or not at all, so that it cannot tell
 * a path that does not exist from a method that it lacks.
 */
export class KnownPaths {
  private readonly byPattern = new Map<string, KnownPath>();

  /** Knows every route that is registered after this call. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => this.add(url, [method].flat()));
  }

  add(pattern: string, methods: readonly string[]): void {
    // What such a route has below it is for itself to say.
    if (pattern.endsWith('*')) return;
    const known = this.byPattern.get(pattern) ?? { segments: pattern.split('/'), methods: new Set() };
    for (const method of methods) known.methods.add(method);
    this.byPattern.set(pattern, known);
  }

  /** Those of the path that the URL leads to, in order; none: there is no such path. */
  methodsOf(url: string): readonly string[] {
    const segments = segmentsOf(url);
    const methods = [...this.byPattern.values()]
      .filter((known) => leadsTo(known.segments, segments))
      .flatMap((known) => [...known.methods]);
    return [...new Set(methods)].sort();
  }
}

/** As the router reads it: without the query, percent-encoding undone where it means nothing. */
function segmentsOf(url: string): readonly string[] {
  const [path = ''] = url.split(/[?#]/, 1);
  try {
    return decodeURI(path).split('/');
  } catch {
    return path.split('/');
  }
}

function leadsTo(pattern: readonly string[], segments: readonly string[]): boolean {
  if (segments.length !== pattern.length) return false;
  return pattern.every((part, at) => (isParameter(part) ? segments[at] !== '' : part === segments[at]));
}
