import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** Stands between the log and its server, so that a test can decide which answers arrive. */
export interface SpecProxy {
  readonly url: string;
  /** How many of the next answers to an append are lost, connection included, after the server has given them. */
  loseAppendAnswers(count: number): void;
  /** Appends that have passed. */
  readonly appendCount: () => number;
  /** Nobody answers any more, and every connection is gone. */
  close(): Promise<void>;
}

export async function openSpecProxy(databaseUrl: string): Promise<SpecProxy> {
  const server = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let answersToLose = 0;
  let appendCount = 0;

  const proxy = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname);
    let appending = false;
    client.on('data', (request) => {
      if (request.includes('log.append')) {
        appending = true;
        appendCount++;
      }
      upstream.write(request);
    });
    upstream.on('data', (answer) => {
      if (appending && answersToLose > 0) {
        answersToLose--;
        client.destroy();
      }
      appending = false;
      client.write(answer);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.toString(),
    loseAppendAnswers: (count) => (answersToLose = count),
    appendCount: () => appendCount,
    close: async () => {
      const closed = once(proxy, 'close');
      proxy.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
