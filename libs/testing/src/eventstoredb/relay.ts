import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** The wire between clients and the server: it can be cut, and it can fall silent. */
export class Relay {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private silent = false;

  constructor(private readonly serverPort: number) {}

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get listenPort(): number {
    return this.port;
  }

  /** At the same port each time. */
  async open(): Promise<void> {
    this.server = createServer((client) => this.join(client));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Nobody answers at the port any more; what is connected stays. */
  stopListening(): void {
    this.server?.close();
    this.server = undefined;
  }

  /** `read ECONNRESET` for everybody. */
  reset(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
    this.silent = false;
  }

  /** Connections stay, and nothing passes; new ones are taken and go unheard. */
  freeze(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
  }

  thaw(): void {
    this.silent = false;
    for (const socket of this.sockets) socket.resume();
  }

  private join(client: Socket): void {
    const upstream = connect(this.serverPort, '127.0.0.1');
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(one);
      one.setNoDelay(true);
      one.on('data', (bytes) => {
        if (other.write(bytes)) return;
        one.pause();
        other.once('drain', () => {
          if (!this.silent) one.resume();
        });
      });
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroySoon(); // what is under way still arrives
      });
      if (this.silent) one.pause();
    }
  }
}
