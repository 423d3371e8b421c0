import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.js';

const everyMs = 300;

/** Who has applied the change at a position so far; asked again until everybody has. */
export function useRevocation(position: string) {
  return useQuery({
    queryKey: ['revocations', position],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/revocations/{position}', { params: { path: { position } }, signal })),
    refetchInterval: ({ state }) => (state.data?.complete === true ? false : everyMs),
  });
}
