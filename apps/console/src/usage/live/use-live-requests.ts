import { useEffect, useState } from 'react';
import { type LiveRequest, type ShownRequest, withRequests } from './recent-requests.js';

export type LiveState = 'paused' | 'connecting' | 'following' | 'ended';

export interface LiveRequestsState {
  readonly state: LiveState;
  readonly requests: readonly ShownRequest[];
}

/** Events of one answer of the server come at once, and are shown at once. */
const gatherMs = 100;

/** Requests as they are counted. The browser connects again by itself, and goes on where it was. */
export function useLiveRequests(account: string, following: boolean): LiveRequestsState {
  const [requests, setRequests] = useState<readonly ShownRequest[]>([]);
  const [connection, setConnection] = useState<Exclude<LiveState, 'paused'>>('connecting');
  useEffect(() => {
    if (!following) return undefined;
    const stream = new EventSource(`/v1/accounts/${encodeURIComponent(account)}/live`);
    let arrived: LiveRequest[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      const gathered = arrived;
      arrived = [];
      timer = undefined;
      setRequests((shown) => withRequests(shown, gathered));
    };
    stream.addEventListener('open', () => setConnection('following'));
    stream.addEventListener('error', () => {
      // Closed: the answer was a "no", and the browser will not ask again.
      setConnection(stream.readyState === EventSource.CLOSED ? 'ended' : 'connecting');
    });
    stream.addEventListener('request', ({ data }: MessageEvent<string>) => {
      arrived.push(JSON.parse(data) as LiveRequest);
      timer ??= setTimeout(show, gatherMs);
    });
    return () => {
      clearTimeout(timer);
      stream.close();
      setConnection('connecting');
    };
  }, [account, following]);
  return { state: following ? connection : 'paused', requests };
}
