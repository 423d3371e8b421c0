import type { StoredEvent } from './stored-event.js';
import type { StoredLog } from './stored-log.js';

/** What is delivered for a record: itself, what it links to, or only the link where that is gone. */
export interface ResolvedEvent {
  readonly event?: StoredEvent;
  readonly link?: StoredEvent;
}

const linkType = '$>';
/** `revision@stream`, in bytes as they are: in quotes, as JSON has it, it is no link. */
const linkPayload = /^(\d+)@(.+)$/s;

export function resolved(record: StoredEvent, log: StoredLog, resolveLinks: boolean): ResolvedEvent {
  const payload = Buffer.from(record.data).toString('utf8');
  const parts = resolveLinks && record.type === linkType ? linkPayload.exec(payload) : null;
  if (!parts) return { event: record };
  const [, revision = '', stream = ''] = parts;
  const readable = log.stream(stream);
  const event =
    typeof readable === 'string' ? undefined : readable.find((one) => one.revision === BigInt(revision));
  return event ? { event, link: record } : { link: record };
}
