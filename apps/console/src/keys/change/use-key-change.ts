import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Schemas } from '../../api/client.js';
import { ApiProblem } from '../../api/problem.js';
import { useKey } from '../key-query.js';

/** Headers of a change: at the revision that was seen, and asking for a note of when the change was made. */
export interface ChangeHeaders {
  readonly 'If-Match': string;
  readonly Prefer: string;
}

export type Change = (
  headers: ChangeHeaders,
) => Promise<{ readonly position: string; readonly warnings?: readonly unknown[] }>;

export interface KeyChange {
  readonly run: (change: Change) => void;
  readonly pending: boolean;
  readonly error: unknown;
  /** Somebody else was faster: the key as it was when this began, and as it is now. */
  readonly conflict: { readonly before: Schemas['Key']; readonly now: Schemas['Key'] } | null;
  /** Goes on from the key as it is now. */
  readonly accept: () => void;
}

/**
 * A change of a key, at the revision at which it was first shown here.
 *
 * @param onDone is told the position of the change
 */
export function useKeyChange(item: Schemas['Key'], onDone: (position: string) => void): KeyChange {
  const queries = useQueryClient();
  const [before, setBefore] = useState(item);
  const newest = useKey(item.id);
  const sending = useRef(false);
  const mutation = useMutation({
    mutationFn: (change: Change) => change({ 'If-Match': `"${before.revision}"`, Prefer: 'wait=0' }),
    onSuccess: async ({ position }) => {
      onDone(position);
      await queries.invalidateQueries({ queryKey: ['keys'] });
    },
    onError: () => queries.invalidateQueries({ queryKey: ['keys', 'one', item.id] }),
    onSettled: () => {
      sending.current = false;
    },
  });
  const mismatch = mutation.error instanceof ApiProblem && mutation.error.status === 412;
  const now = newest.data;
  return {
    run: (change) => {
      // The second click of a double one comes before the page has been drawn again.
      if (sending.current) return;
      sending.current = true;
      mutation.mutate(change);
    },
    pending: mutation.isPending,
    error: mismatch ? null : mutation.error,
    conflict: mismatch && now !== undefined ? { before, now } : null,
    accept: () => {
      if (now !== undefined) setBefore(now);
      mutation.reset();
    },
  };
}
