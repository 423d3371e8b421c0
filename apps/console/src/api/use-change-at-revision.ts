import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem } from './problem.js';

export interface ChangeAtRevision<Item, Change> {
  readonly run: (change: Change) => void;
  readonly pending: boolean;
  readonly error: unknown;
  /** Somebody else was faster: it as it was when this began, and as it is now. */
  readonly conflict: { readonly before: Item; readonly now: Item } | null;
  /** Goes on from what is now. */
  readonly accept: () => void;
  /** Forgets what came of the last attempt. */
  readonly reset: () => void;
}

interface ChangeParts<Item, Change, Answer> {
  /** As it was first shown. */
  readonly item: Item;
  /** As it was answered last. */
  readonly newest: Item | undefined;
  /** Sends the change at the revision of `before`. */
  readonly send: (change: Change, before: Item) => Promise<Answer>;
  readonly onDone: (answer: Answer) => unknown;
  /** What one's own change has made of it, where the form goes on from there. */
  readonly after?: (answer: Answer, before: Item) => Item;
  /** Asks for the newest anew. */
  readonly reload: () => unknown;
}

/** A change of something at the revision at which it was first shown here (`If-Match`). */
export function useChangeAtRevision<Item, Change, Answer>(
  parts: ChangeParts<Item, Change, Answer>,
): ChangeAtRevision<Item, Change> {
  const { newest: now, send, onDone, after, reload } = parts;
  const [before, setBefore] = useState(parts.item);
  const sending = useRef(false);
  const mutation = useMutation({
    mutationFn: (change: Change) => send(change, before),
    onSuccess: (answer) => {
      if (after !== undefined) setBefore(after(answer, before));
      return onDone(answer);
    },
    onError: reload,
    onSettled: () => {
      sending.current = false;
    },
  });
  const mismatch = mutation.error instanceof ApiProblem && mutation.error.status === 412;
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
    reset: mutation.reset,
  };
}
