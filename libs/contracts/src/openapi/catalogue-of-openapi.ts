import {
  type CatalogueDefinition,
  type DefinedOperation,
  type Permissions,
  type Refusal,
  quoted,
  refuse,
} from '@keyledger/domain';
import { DocumentGroups } from './document-groups.js';
import { type Part, isObject, partOf, reportUnknownExtensions } from './document-parts.js';
import { FoundOperations } from './found-operations.js';
import { readOperation } from './read-operation.js';
import { OperationNames } from './operation-names.js';
import { ReadingReport, type ReportEntry } from './reading-report.js';

export interface OpenApiReading {
  /** Not checked yet: it may be more than a catalogue may hold. */
  readonly catalogue: CatalogueDefinition;
  readonly report: readonly ReportEntry[];
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];
const otherFields = new Set(['summary', 'description', 'servers', 'parameters']);
const supportedVersion = /^3\.[0-2](\.\d+)?$/;

/**
 * The operations and groups of an OpenAPI 3.0 to 3.2 document: tag = namespace, operationId = operation, GET, HEAD and
 * QUERY read; the extensions `x-keyledger-namespace`, `-operation`, `-access` and `-groups` go first. What is not
 * understood is reported. Nothing is dereferenced, so that cycles do no harm. Refused with INVALID_OPENAPI.
 *
 * @param permissions of the account's profile: which groups there are, and whether there is one namespace only
 */
export function catalogueOfOpenApi(
  document: unknown,
  permissions: Pick<Permissions, 'model' | 'groups'>,
): OpenApiReading | Refusal {
  if (!isObject(document)) return invalid('It is not an object.');
  const { openapi } = document;
  if (typeof openapi !== 'string' || !supportedVersion.test(openapi)) {
    return invalid(`Its version is ${quoted(openapi)}; documents of OpenAPI 3.0 to 3.2 are understood.`);
  }
  const root: Part = { at: [], value: document };
  const report = new ReadingReport();
  reportUnknownExtensions('document', root, report);
  const groups = new DocumentGroups(root, permissions.groups, report);
  const names = new OperationNames({ oneNamespace: permissions.model === 'operations', report });
  const operations = readPaths(root, { names, groups, report });
  if (operations.length === 0) return nothingUnderstood(report.entries);
  return { catalogue: { operations, groups: groups.defined() }, report: report.entries };
}

interface Reading {
  readonly names: OperationNames;
  readonly groups: DocumentGroups;
  readonly report: ReadingReport;
}

function readPaths(root: Part, reading: Reading): readonly DefinedOperation[] {
  const { names, groups, report } = reading;
  const tags = tagsOf(root, report);
  const found = new FoundOperations(report);
  const paths = partOf(root, 'paths', report);
  for (const path of Object.keys(paths?.value ?? {})) {
    if (paths === null || path.startsWith('x-')) continue;
    const item = partOf(paths, path, report);
    if (item === null) continue;
    for (const operation of operationsOf(item, report)) {
      const tag = tags.get(firstTagOf(operation));
      const around = tag === undefined ? [operation, item] : [operation, item, tag];
      const name = names.nameOf(operation, [...around, root]);
      if (name === null) continue;
      found.add(name, readOperation({ operation, item, path, report }));
      groups.add(name, around);
    }
  }
  return found.defined();
}

function operationsOf(item: Part, report: ReadingReport): readonly Part[] {
  reportUnknownExtensions('path item', item, report);
  for (const field of Object.keys(item.value)) {
    if (methods.includes(field) || otherFields.has(field) || field.startsWith('x-')) continue;
    const reason = field === '$ref' ? 'References are not followed.' : `${quoted(field)} is no method.`;
    report.leftOut([...item.at, field], reason);
  }
  return methods.flatMap((method) => {
    const operation = partOf(item, method, report);
    if (operation === null) return [];
    reportUnknownExtensions('operation', operation, report);
    return [operation];
  });
}

/** The document's descriptions of tags by name, for their extensions; the first of a name counts. */
function tagsOf(root: Part, report: ReadingReport): ReadonlyMap<unknown, Part> {
  const described = new Map<unknown, Part>();
  const { tags } = root.value;
  for (const [index, value] of (Array.isArray(tags) ? (tags as readonly unknown[]) : []).entries()) {
    if (!isObject(value) || typeof value.name !== 'string' || described.has(value.name)) continue;
    const part = { at: ['tags', String(index)], value };
    reportUnknownExtensions('tag', part, report);
    described.set(value.name, part);
  }
  return described;
}

function firstTagOf({ value: { tags } }: Part): unknown {
  return Array.isArray(tags) ? (tags as readonly unknown[])[0] : undefined;
}

function nothingUnderstood([first]: readonly ReportEntry[]): Refusal {
  const why = first === undefined ? 'There are no paths in it.' : `${quoted(first.at)}: ${first.message}`;
  return invalid(`No operation of it could be understood. ${why}`);
}

function invalid(detail: string): Refusal {
  return refuse('INVALID_OPENAPI', detail);
}
