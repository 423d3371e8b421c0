import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { AppendWatcher } from './append-request.js';
import { httpEndpoints } from './http-endpoints.js';
import { PersistentGroups } from './persistent-groups.js';
import { Relay } from './relay.js';
import { addServices } from './services.js';
import { StoredLog } from './stored-log.js';

export interface StandInOptions {
  /** About 10 s on the real server, which is long for a test. */
  readonly badRequestAgainMs?: number;
}

const badRequestAgainMsDefault = 10_000;

/**
 * Stands in for EventStoreDB where none can run: the services of streams, persistent subscriptions, features and gossip
 * on a real gRPC server, with the streams in memory. It behaves as 23.10.6 was seen to; the `stand-in-*.int.spec.ts` say in what.
 */
export class EventStoreDbStandIn {
  private log = new StoredLog();
  private groups = new PersistentGroups(this.log);
  private readonly server = new Server({ 'grpc.max_receive_message_length': -1 });
  private readonly http = httpEndpoints();
  private readonly calls = new Set<object>();
  private relay: Relay | undefined;
  private answersToLose = 0;
  private appendsToLose = 0;
  private appends = 0;
  private malformedAppends = 0;

  static async start(options: StandInOptions = {}): Promise<EventStoreDbStandIn> {
    const standIn = new EventStoreDbStandIn(options);
    await standIn.listen();
    return standIn;
  }

  private constructor(private readonly options: StandInOptions) {}

  /** For the client, as for a real server. */
  get url(): string {
    return `esdb://${this.wire.address}?tls=false`;
  }

  /** Of its HTTP endpoints. */
  get httpUrl(): string {
    return `http://${this.wire.address}`;
  }

  get discoverUrl(): string {
    return `esdb+discover://${this.wire.address}?tls=false`;
  }

  /** Appends that have arrived, taking effect or not. */
  get appendCount(): number {
    return this.appends;
  }

  /** Appends that the client should not have been given: it never recovers from them. */
  get malformedAppendCount(): number {
    return this.malformedAppends;
  }

  /** Subscriptions and appending clients that are connected. */
  get openCallCount(): number {
    return this.calls.size;
  }

  /** The next appends take effect, but then the connection is lost instead of their answer coming. */
  loseAppendAnswers(count: number): void {
    this.answersToLose = count;
  }

  /** The connection is lost when the next appends arrive, before they take effect. */
  loseAppends(count: number): void {
    this.appendsToLose = count;
  }

  /** All connections are reset; the server is there again at once. */
  dropConnections(): void {
    this.wire.reset();
  }

  /** As by SIGTERM: open calls end without a status, then nobody is there. */
  stop(): void {
    this.wire.stopListening();
    for (const stream of [...this.calls].map(http2StreamOf)) {
      stream.session?.close();
      stream.close(0);
    }
  }

  /** As by SIGKILL. What was written stays, as on disk. */
  kill(): void {
    this.wire.stopListening();
    this.wire.reset();
  }

  async restart(): Promise<void> {
    this.wire.reset();
    await this.wire.open();
  }

  /** As after a restart of a server that keeps everything in memory. */
  wipe(): void {
    this.log = new StoredLog();
    this.groups = new PersistentGroups(this.log);
  }

  /** As by SIGSTOP: connections stay, nothing answers. */
  freeze(): void {
    this.wire.freeze();
  }

  thaw(): void {
    this.wire.thaw();
  }

  async close(): Promise<void> {
    this.kill();
    this.server.forceShutdown();
    this.http.closeAllConnections();
    this.http.close();
  }

  private get wire(): Relay {
    if (!this.relay) throw new Error('The stand-in has not been started.');
    return this.relay;
  }

  private async listen(): Promise<void> {
    addServices(this.server, {
      log: () => this.log,
      groups: () => this.groups,
      appendWatcher: () => this.appendWatcher(),
      opened: (call) => this.track(call),
      port: () => this.wire.listenPort,
    });
    const grpc = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    this.http.listen(0, '127.0.0.1');
    await once(this.http, 'listening');
    this.relay = new Relay({ grpc, http: (this.http.address() as AddressInfo).port });
    await this.relay.open();
  }

  private track(call: object): void {
    this.calls.add(call);
    http2StreamOf(call).once('close', () => this.calls.delete(call));
  }

  private appendWatcher(): AppendWatcher {
    return {
      received: () => {
        this.appends++;
        if (this.appendsToLose === 0) return true;
        this.appendsToLose--;
        this.wire.reset();
        return false;
      },
      badRequest: () => {
        this.malformedAppends++;
      },
      badRequestAgainMs: this.options.badRequestAgainMs ?? badRequestAgainMsDefault,
      written: () => {
        if (this.answersToLose === 0) return true;
        this.answersToLose--;
        this.wire.reset();
        return false;
      },
    };
  }
}

interface Http2Stream {
  readonly session?: { close(): void };
  close(code: number): void;
  once(event: 'close', listener: () => void): void;
}

/** The library has no way to end a call without a status, as a stopping server does. */
function http2StreamOf(call: object): Http2Stream {
  const intercepting = Reflect.get(call, 'call') as object;
  return Reflect.get(intercepting, 'stream') as Http2Stream;
}
