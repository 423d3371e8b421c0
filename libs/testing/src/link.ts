import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** A TCP link to a server that a test can cut off or freeze. */
export interface Link {
  /** The server's URL, over this link. */
  readonly url: string;
  /** Drops what is connected and refuses what comes. */
  cut(): void;
  /** Everything stays connected, and nothing gets through any more. */
  freeze(): void;
  restore(): void;
  close(): Promise<void>;
}

type LinkState = 'open' | 'cut' | 'frozen';

export async function openLink(serverUrl: string): Promise<Link> {
  const target = new URL(serverUrl);
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: LinkState = 'open';
  const server = createServer((near) => {
    if (state === 'cut') {
      near.destroy();
      return;
    }
    const pair = join(near, connect(Number(target.port), target.hostname));
    pairs.add(pair);
    near.on('close', () => pairs.delete(pair));
    if (state === 'frozen') pair.forEach((socket) => socket.pause());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const drop = (): void => pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
  return {
    url: url.toString(),
    cut: () => {
      state = 'cut';
      drop();
    },
    freeze: () => {
      state = 'frozen';
      pairs.forEach((pair) => pair.forEach((socket) => socket.pause()));
    },
    restore: () => {
      state = 'open';
      pairs.forEach((pair) => pair.forEach((socket) => socket.resume()));
    },
    close: async () => {
      state = 'open';
      drop();
      await closed(server);
    },
  };
}

function join(near: Socket, far: Socket): readonly [Socket, Socket] {
  near.pipe(far);
  far.pipe(near);
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => other.destroy());
  }
  return [near, far];
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}
