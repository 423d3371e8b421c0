import type { Socket } from 'node:net';
import { missingBytes, open } from './keep-alive-client.js';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** One keep-alive connection, one request at a time on it, of which each answer is wanted. */
export class Conversation {
  private received: Buffer = Buffer.alloc(0);
  private settle: { answer: (reply: Reply) => void; fail: (error: Error) => void } | null = null;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.settle?.fail(error));
    socket.on('close', () => this.settle?.fail(new Error('The server closed the connection.')));
  }

  static async with(port: number): Promise<Conversation> {
    return new Conversation(await open(port));
  }

  /** `message`: a whole HTTP/1.1 request. */
  ask(message: Buffer): Promise<Reply> {
    return new Promise((answer, fail) => {
      if (this.socket.destroyed) throw new Error('The connection is closed.');
      this.settle = { answer, fail };
      this.socket.write(message);
    });
  }

  end(): void {
    this.settle = null;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const missing = missingBytes(this.received);
    if (missing === null || missing > 0) return;
    const text = this.received.toString('utf8');
    this.received = Buffer.alloc(0);
    const { settle } = this;
    this.settle = null;
    settle?.answer({ status: Number(text.split(' ', 2)[1]), body: text.slice(text.indexOf('\r\n\r\n') + 4) });
  }
}
