import { isCatalogueName, messagingNamespace, quoted } from '@keyledger/domain';
import { type Part, nearestExtension } from './document-parts.js';
import type { ReadingReport } from './reading-report.js';

/** Where neither the document nor the account's profile says which namespace operations are in. */
export const namespaceDefault = 'default';

const namespaceText = /^[a-z][a-z0-9-]{0,62}$/;
const namespaceLengthMax = 63;
const operationLengthMax = 100;
/** What is read of a text that becomes a name. */
const readMax = 500;

/** A tag as a namespace: `Phone Numbers` is `phone-numbers`. Empty where nothing of it is left. */
export function namespaceOfTag(tag: string): string {
  return tag
    .slice(0, readMax)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .replace(/^[^a-z]+/, '')
    .slice(0, namespaceLengthMax);
}

/** An operationId with what scopes cannot spell replaced by hyphens. Empty where nothing of it is left. */
export function nameOfOperationId(operationId: string): string {
  return operationId
    .slice(0, readMax)
    .split(/[^A-Za-z0-9_.-]+/)
    .filter((word) => word !== '')
    .join('-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, operationLengthMax);
}

export interface NamingRules {
  /** Whether the account's profile has all operations in one namespace (SG-2), whatever their tags. */
  readonly oneNamespace: boolean;
  readonly report: ReadingReport;
}

/** Names the operations of one document, and says so where two tags become the same namespace. */
export class OperationNames {
  private readonly tagsOfNamespaces = new Map<string, string>();

  constructor(private readonly rules: NamingRules) {}

  /**
   * `namespace:Operation`; null where there can be none, which is reported.
   *
   * @param parts the operation and what it stands in, the nearest first
   */
  nameOf(operation: Part, parts: readonly Part[]): string | null {
    const namespace = this.namespaceOf(operation, parts);
    const name = namespace === null ? null : this.operationOf(operation);
    if (namespace === null || name === null) return null;
    const full = `${namespace}:${name}`;
    if (isCatalogueName(full)) return full;
    const message = `No operation can be called ${quoted(full)}; give it an x-keyledger-operation.`;
    this.rules.report.leftOut(operation.at, message);
    return null;
  }

  private namespaceOf({ at, value }: Part, parts: readonly Part[]): string | null {
    const given = nearestExtension('namespace', parts);
    if (given !== null) {
      if (typeof given.value === 'string' && namespaceText.test(given.value)) return given.value;
      this.rules.report.leftOut(at, `${quoted(given.value)}, its x-keyledger-namespace, is no namespace.`);
      return null;
    }
    return this.rules.oneNamespace ? messagingNamespace : this.namespaceOfTags([...at, 'tags'], value.tags);
  }

  private namespaceOfTags(at: readonly string[], tags: unknown): string {
    const { report } = this.rules;
    const [tag, ...others] = Array.isArray(tags) ? (tags as readonly unknown[]) : [];
    const namespace = typeof tag === 'string' ? namespaceOfTag(tag) : '';
    if (typeof tag !== 'string' || namespace === '') {
      const reason = tag === undefined ? 'No tag' : `No namespace can be made of ${quoted(tag)}`;
      report.assumed(at, `${reason}: taken as of the namespace ${namespaceDefault}.`);
      return namespaceDefault;
    }
    if (others.length > 0) report.assumed(at, `Of several tags the first is the namespace: ${namespace}.`);
    const sameAs = this.tagsOfNamespaces.get(namespace);
    if (sameAs === undefined) this.tagsOfNamespaces.set(namespace, tag);
    else if (sameAs !== tag) {
      report.assumed(at, `${quoted(tag)} and ${quoted(sameAs)} are one namespace: ${namespace}.`);
    }
    return namespace;
  }

  private operationOf(operation: Part): string | null {
    const { report } = this.rules;
    const given = nearestExtension('operation', [operation]);
    if (given !== null) {
      if (typeof given.value === 'string' && isCatalogueName(`a:${given.value}`)) return given.value;
      report.leftOut(given.at, `${quoted(given.value)} cannot be the name of an operation.`);
      return null;
    }
    const { operationId } = operation.value;
    if (typeof operationId !== 'string') {
      report.leftOut(operation.at, 'It has neither operationId nor x-keyledger-operation.');
      return null;
    }
    const name = nameOfOperationId(operationId);
    if (name !== operationId) {
      const message = `${quoted(operationId)} is called ${quoted(name)}: scopes are spelt with A-Z a-z 0-9 _ . -`;
      report.assumed([...operation.at, 'operationId'], message);
    }
    return name;
  }
}
