import { useMutation, useQueryClient } from '@tanstack/react-query';

/** A change of an account's settings; whatever is shown of accounts is asked for again after it. */
export function useAccountChange<Wanted, Answer>(
  send: (wanted: Wanted) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      onDone(answer);
    },
  });
}
