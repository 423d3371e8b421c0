import { status } from '@grpc/grpc-js';
import { type CallFailure, failure } from './failures.js';
import { type GroupSettings, PersistentGroup } from './persistent-group.js';
import type { StoredLog } from './stored-log.js';

/** The groups of persistent subscriptions, each known by what it is of and by its name. */
export class PersistentGroups {
  private readonly groups = new Map<string, PersistentGroup>();

  constructor(readonly log: StoredLog) {}

  create(settings: GroupSettings): CallFailure | undefined {
    const { source, name } = settings;
    const id = groupId(source, name);
    if (this.groups.has(id)) {
      const kind = 'persistent-subscription-exists';
      return groupFailure(status.ALREADY_EXISTS, kind, source, name, 'exists');
    }
    this.groups.set(id, new PersistentGroup(settings, this.log));
    return undefined;
  }

  find(source: string, name: string): PersistentGroup | CallFailure {
    const kind = 'persistent-subscription-does-not-exist';
    return (
      this.groups.get(groupId(source, name)) ??
      groupFailure(status.NOT_FOUND, kind, source, name, 'does not exist')
    );
  }

  delete(source: string, name: string): CallFailure | undefined {
    const group = this.find(source, name);
    if ('code' in group) return group;
    this.groups.delete(groupId(source, name));
    group.end();
    return undefined;
  }
}

export function groupId(source: string, name: string): string {
  return `${source}::${name}`;
}

export function groupDropped(source: string, name: string): CallFailure {
  return groupFailure(status.CANCELLED, 'persistent-subscription-dropped', source, name, 'was dropped');
}

function groupFailure(
  code: status,
  exception: string,
  source: string,
  name: string,
  what: string,
): CallFailure {
  const details = `Subscription group ${name} on stream ${source} ${what}.`;
  return failure(code, details, { exception, 'stream-name': source, 'group-name': name });
}
