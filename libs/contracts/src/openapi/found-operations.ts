import {
  type DefinedOperation,
  type OperationAccess,
  type OperationRoute,
  isCatalogueRoute,
  quoted,
  routesMax,
} from '@keyledger/domain';
import type { Place, ReadingReport } from './reading-report.js';

/** A request of the document that is a call of an operation. */
export interface FoundOperation {
  readonly at: Place;
  readonly access: OperationAccess;
  readonly summary: string | null;
  readonly route: OperationRoute;
  /** That the operation is called by; null: it has its name from an extension. */
  readonly operationId: string | null;
}

interface Collected {
  access: OperationAccess;
  summary: string | null;
  readonly routes: OperationRoute[];
}

/** Requests gathered under the names of their operations: several may be calls of one. */
export class FoundOperations {
  private readonly collected = new Map<string, Collected>();
  private readonly namesOfIds = new Map<string, string>();

  constructor(private readonly report: ReadingReport) {}

  add(name: string, found: FoundOperation): void {
    this.reportRepeated(name, found);
    const known = this.collected.get(name);
    if (known === undefined) {
      const { access, summary } = found;
      this.collected.set(name, { access, summary, routes: [] });
    } else this.merge(name, known, found);
    this.addRoute(name, found);
  }

  defined(): readonly DefinedOperation[] {
    return [...this.collected].map(([name, { access, summary, routes }]) => {
      return { name, access, summary, routes };
    });
  }

  /** Operation ids are to be unique in a document. */
  private reportRepeated(name: string, { at, operationId }: FoundOperation): void {
    if (operationId === null) return;
    const other = this.namesOfIds.get(operationId);
    if (other === undefined) {
      this.namesOfIds.set(operationId, name);
      return;
    }
    const taken = other === name ? `one operation, ${name}` : `two operations, ${other} and ${name}`;
    this.report.assumed([...at, 'operationId'], `${quoted(operationId)} is there before: taken as ${taken}.`);
  }

  private merge(name: string, known: Collected, { at, access, summary }: FoundOperation): void {
    known.summary ??= summary;
    if (access === known.access) return;
    known.access = 'write';
    this.report.assumed(at, `Not all requests of ${name} have the same access: taken as write.`);
  }

  private addRoute(name: string, { at, route }: FoundOperation): void {
    const routes = this.collected.get(name)?.routes ?? [];
    if (!isCatalogueRoute(route)) {
      this.report.leftOut(
        at,
        `${name} is without this route: a path is a slash and up to 499 characters of ASCII.`,
      );
    } else if (routes.length >= routesMax) {
      this.report.leftOut(at, `${name} is without this route: an operation may have ${routesMax}.`);
    } else routes.push(route);
  }
}
