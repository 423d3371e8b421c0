import { useMutation, useQueryClient } from '@tanstack/react-query';

interface AlertChangeOptions<Input> {
  readonly send: (input: Input) => Promise<unknown>;
  readonly onDone: () => void;
}

/** A write about alerts; afterwards everything that shows them is read again. */
export function useAlertChange<Input = void>({ send, onDone }: AlertChangeOptions<Input>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
}
