import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answerOf, api, type Schemas } from '../../api/client.js';

const everyMs = 1_000;

/** Who has applied the change at a position so far: streamed by the server, or asked for where the stream has ended early. */
export function useRevocation(position: string) {
  const queries = useQueryClient();
  const [streaming, setStreaming] = useState(true);
  useEffect(() => {
    const stream = new EventSource(`/v1/revocations/${position}`);
    const stop = () => {
      stream.close();
      setStreaming(false);
    };
    stream.addEventListener('revocation', ({ data }: MessageEvent<string>) => {
      queries.setQueryData(keyOf(position), JSON.parse(data) as Schemas['Revocation']);
    });
    stream.addEventListener('end', stop);
    stream.addEventListener('error', stop);
    return () => stream.close();
  }, [position, queries]);
  return useQuery({
    queryKey: keyOf(position),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/revocations/{position}', { params: { path: { position } }, signal })),
    staleTime: Infinity,
    refetchInterval: ({ state }) => (streaming || state.data?.complete === true ? false : everyMs),
  });
}

function keyOf(position: string) {
  return ['revocations', position] as const;
}
