import {
  type PermissionGroup,
  checkText,
  groupTitleRule,
  isGroupId,
  isRefusal,
  quoted,
} from '@keyledger/domain';
import { type ExtensionValue, type Part, isObject, nearestExtension } from './document-parts.js';
import type { Place, ReadingReport } from './reading-report.js';

/** The permission groups of a document: titled once for all, named by operations. */
export class DocumentGroups {
  private readonly titles = new Map<string, string>();
  private readonly members = new Map<string, Set<string>>();

  /** @param known the groups that the account's profile has; null: whichever the account likes */
  constructor(
    document: Part,
    private readonly known: readonly PermissionGroup[] | null,
    private readonly report: ReadingReport,
  ) {
    for (const { id, title } of known ?? []) this.titles.set(id, title);
    const given = nearestExtension('groups', [document]);
    if (given !== null) this.readTitles(given);
  }

  /** Puts the operation into the groups that the nearest of the parts names. */
  add(operation: string, parts: readonly Part[]): void {
    const given = nearestExtension('groups', parts);
    if (given === null) return;
    if (!Array.isArray(given.value)) {
      this.report.leftOut(given.at, 'Not a list of ids of groups.');
      return;
    }
    for (const id of given.value as readonly unknown[]) {
      if (!this.isGroup(id)) this.report.leftOut(given.at, this.whyNot(id));
      else this.members.set(id, (this.members.get(id) ?? new Set()).add(operation));
    }
  }

  /** Those that have operations; a group without a title is called by its id. */
  defined(): { id: string; title: string; operations: string[] }[] {
    return [...this.members].map(([id, operations]) => {
      return { id, title: this.titles.get(id) ?? id, operations: [...operations] };
    });
  }

  private readTitles({ at, value }: ExtensionValue): void {
    if (!isObject(value)) {
      this.report.leftOut(at, 'Not an object of titles by the ids of groups.');
      return;
    }
    for (const [id, title] of Object.entries(value)) {
      if (!this.isGroup(id)) this.report.leftOut([...at, id], this.whyNot(id));
      else this.setTitle(id, title, [...at, id]);
    }
  }

  private setTitle(id: string, title: unknown, at: Place): void {
    const text = checkText(title, groupTitleRule);
    if (isRefusal(text)) this.report.leftOut(at, text.detail);
    else this.titles.set(id, text);
  }

  private isGroup(id: unknown): id is string {
    return isGroupId(id) && (this.known === null || this.known.some((group) => group.id === id));
  }

  private whyNot(id: unknown): string {
    if (!isGroupId(id)) return `${quoted(id)} is no id of a group.`;
    const known = (this.known ?? []).map((group) => group.id);
    const those = known.length === 0 ? 'none' : known.join(', ');
    return `${quoted(id)} is no group of the account’s profile, which has ${those}.`;
  }
}
