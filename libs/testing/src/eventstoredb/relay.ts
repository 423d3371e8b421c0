import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';

/** Behind the one port of the server: HTTP/2 and HTTP/1.1 are told apart by how a connection begins. */
export interface ServerPorts {
  readonly grpc: number;
  readonly http: number;
}

/** How every HTTP/2 connection begins (RFC 9113, section 3.4). */
const http2Preface = 'PRI ';

/** The wire between clients and the server: it can be cut, and it can fall silent. */
export class Relay {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;
  private silent = false;

  constructor(private readonly serverPorts: ServerPorts) {}

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
    this.add(client);
    client.once('data', (first) => {
      const { grpc, http } = this.serverPorts;
      const isHttp2 = first.subarray(0, http2Preface.length).toString('latin1') === http2Preface;
      const upstream = connect(isHttp2 ? grpc : http, '127.0.0.1');
      this.add(upstream);
      upstream.write(first);
      this.pass(client, upstream);
      this.pass(upstream, client);
    });
  }

  private add(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
    if (this.silent) socket.pause();
  }

  private pass(from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => {
        if (!this.silent) from.resume();
      });
    });
    from.on('close', () => to.destroySoon()); // what is under way still arrives
  }
}
