import { QueryClient, notifyManager } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

const retriesMax = 3;
const retryDelayMsMax = 8_000;
/** What has just been seen is shown again at once, and asked for behind it. */
const freshForMs = 5_000;

// A mutation shows as pending before the second click of a double click comes.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshForMs,
      retry: (failures, error) => failures < retriesMax && error instanceof ApiProblem && error.passing,
      retryDelay: (failures) => Math.min(2 ** failures * 500, retryDelayMsMax),
      networkMode: 'always', // the product may run on this very machine
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
