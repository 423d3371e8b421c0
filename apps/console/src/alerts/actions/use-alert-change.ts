import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';

interface AlertChangeOptions {
  readonly send: () => Promise<unknown>;
  readonly onDone: () => void;
}

export interface AlertChange {
  readonly run: () => void;
  readonly pending: boolean;
  readonly error: unknown;
}

/** A write about alerts; afterwards everything that shows them is read again. */
export function useAlertChange({ send, onDone }: AlertChangeOptions): AlertChange {
  const queries = useQueryClient();
  const sending = useRef(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: send,
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
    onSettled: () => {
      sending.current = false;
    },
  });
  const run = () => {
    // The second click of a double one comes before the page has been drawn again.
    if (sending.current) return;
    sending.current = true;
    mutate();
  };
  return { run, pending: isPending, error };
}
