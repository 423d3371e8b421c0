import { useQueryClient } from '@tanstack/react-query';
import { entityTagOfRevision } from '../../api/entity-tag.js';
import type { Schemas } from '../../api/client.js';
import { type ChangeAtRevision, useChangeAtRevision } from '../../api/use-change-at-revision.js';
import { useKey } from '../key-query.js';

/** Headers of a change: at the revision that was seen, and asking for a note of when the change was made. */
export interface ChangeHeaders {
  readonly 'If-Match': string;
  readonly Prefer: string;
}

export type Change = (
  headers: ChangeHeaders,
) => Promise<{ readonly position: string; readonly warnings?: readonly unknown[] }>;

export type KeyChange = ChangeAtRevision<Schemas['Key'], Change>;

/**
 * A change of a key, at the revision at which it was first shown here.
 *
 * @param onDone is told the position of the change
 */
export function useKeyChange(item: Schemas['Key'], onDone: (position: string) => void): KeyChange {
  const queries = useQueryClient();
  const { data: newest } = useKey(item.id);
  return useChangeAtRevision({
    item,
    newest,
    send: (change: Change, { revision }) =>
      change({ 'If-Match': entityTagOfRevision(revision), Prefer: 'wait=0' }),
    onDone: async ({ position }) => {
      onDone(position);
      await queries.invalidateQueries({ queryKey: ['keys'] });
    },
    reload: () => queries.invalidateQueries({ queryKey: ['keys', 'one', item.id] }),
  });
}
