import {
  type OperationAccess,
  type OperationRoute,
  checkOptionalText,
  isRefusal,
  quoted,
  summaryRule,
} from '@keyledger/domain';
import { type Part, nearestExtension } from './document-parts.js';
import type { FoundOperation } from './found-operations.js';
import type { ReadingReport } from './reading-report.js';

export interface OperationInPath {
  readonly operation: Part;
  readonly item: Part;
  readonly path: string;
  readonly report: ReadingReport;
}

/** RFC 9110 section 9.2.1, less OPTIONS and TRACE; QUERY is a GET with a body. */
const readMethods = new Set(['GET', 'HEAD', 'QUERY']);

/** What the document says of one request, but for the name of its operation. */
export function readOperation(given: OperationInPath): FoundOperation {
  const { operation } = given;
  const { operationId } = operation.value;
  return {
    at: operation.at,
    access: accessOf(given),
    summary: summaryOf(given),
    route: { method: methodOf(operation), path: given.path } satisfies OperationRoute,
    // Whoever gives requests one name by an extension means it.
    operationId: nearestExtension('operation', [operation]) === null ? String(operationId) : null,
  };
}

function methodOf({ at }: Part): string {
  return (at.at(-1) ?? '').toUpperCase();
}

/** What is not understood may change things. */
function accessOf({ operation, item, report }: OperationInPath): OperationAccess {
  const given = nearestExtension('access', [operation, item]);
  if (given === null) return readMethods.has(methodOf(operation)) ? 'read' : 'write';
  if (given.value === 'read' || given.value === 'write') return given.value;
  report.assumed(given.at, `${quoted(given.value)} is neither read nor write; taken as write.`);
  return 'write';
}

/** On one line, as long as the catalogue takes it. */
function summaryOf({ operation, report }: OperationInPath): string | null {
  const { summary } = operation.value;
  if (typeof summary !== 'string') return null;
  const { lengthMax } = summaryRule;
  const line = Array.from(
    summary
      .slice(0, 2 * lengthMax)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const text = line.length > lengthMax ? [...line.slice(0, lengthMax - 1), '…'] : line;
  const checked = checkOptionalText(text.join(''), summaryRule);
  if (!isRefusal(checked)) return checked;
  report.leftOut([...operation.at, 'summary'], checked.detail);
  return null;
}
