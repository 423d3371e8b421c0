import { status } from '@grpc/grpc-js';
import type * as Persistent from '@eventstore/db-client/generated/persistent_pb.js';
import persistentMessages from '@eventstore/db-client/generated/persistent_pb.js';
import { type CallFailure, failure } from './failures.js';
import { filterOf } from './filter.js';
import { streamNameOf } from './messages.js';
import type { GroupSettings } from './persistent-group.js';
import type { StoredLog } from './stored-log.js';

/** What this client sends as the revision of the end: the largest there is. */
const endRevision = 2n ** 64n - 1n;

/** What a group is created with. It begins with the event that is named, not after it. */
export function groupSettings(
  options: Persistent.CreateReq.Options,
  log: StoredLog,
): GroupSettings | CallFailure {
  const stated = options.getSettings() ?? new persistentMessages.CreateReq.Settings();
  const common = { name: options.getGroupName(), stated };
  const all = options.getAll();
  if (all) return allSettings(all, common, log);
  const stream = streamNameOf(options.getStreamIdentifier());
  const revision = BigInt(stated.getRevision());
  const isEnd = revision === endRevision;
  return {
    ...common,
    source: stream,
    matches: (event) => event.stream === stream && (isEnd || event.revision >= revision),
    firstIndex: isEnd ? log.all.length : 0,
    startFrom: isEnd ? '-1' : String(revision),
  };
}

type CommonSettings = Pick<GroupSettings, 'name' | 'stated'>;

function allSettings(
  all: Persistent.CreateReq.AllOptions,
  common: CommonSettings,
  log: StoredLog,
): GroupSettings | CallFailure {
  const position = all.getPosition();
  const [commit, prepare] = [position?.getCommitPosition() ?? '0', position?.getPreparePosition() ?? '0'];
  if (!log.isBoundary(BigInt(commit))) return failure(status.UNKNOWN, 'Unexpected ReadAllResult: Error');
  return {
    ...common,
    source: '$all',
    matches: filterOf(all.getFilter()).matches,
    firstIndex: all.hasEnd() ? log.all.length : log.indexFrom(BigInt(commit)),
    startFrom: all.hasEnd() ? 'C:-1/P:-1' : `C:${commit}/P:${prepare}`,
  };
}
