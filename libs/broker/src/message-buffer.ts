import type { OutgoingMessage } from './broker.js';

/**
 * Where messages wait until the broker has them. Kept apart from the publisher so that one on disk can take its
 * place, which then survives the process too.
 */
export interface MessageBuffer {
  /** Messages that wait. */
  readonly size: number;
  /** False when there is no room: the message was not taken. Called on the request path, so it must cost next to nothing. */
  add(message: OutgoingMessage): boolean;
  /** The oldest messages in order, the same ones until they are removed; empty when nothing waits. */
  peek(): readonly OutgoingMessage[];
  /** Removes what `peek` answered. */
  remove(): void;
}

/** Keeps messages in chunks of what one publication takes, so that neither end ever moves the others. */
export class MemoryMessageBuffer implements MessageBuffer {
  private readonly full: OutgoingMessage[][] = [];
  private filling: OutgoingMessage[] = [];
  private oldest: readonly OutgoingMessage[] = [];
  private count = 0;

  constructor(
    private readonly messagesMax: number,
    private readonly chunkMessagesMax: number,
  ) {}

  get size(): number {
    return this.count;
  }

  add(message: OutgoingMessage): boolean {
    if (this.count >= this.messagesMax) return false;
    this.count++;
    if (this.filling.push(message) >= this.chunkMessagesMax) {
      this.full.push(this.filling);
      this.filling = [];
    }
    return true;
  }

  peek(): readonly OutgoingMessage[] {
    if (this.oldest.length > 0) return this.oldest;
    const chunk = this.full.shift();
    if (chunk !== undefined) return (this.oldest = chunk);
    this.oldest = this.filling;
    this.filling = [];
    return this.oldest;
  }

  remove(): void {
    this.count -= this.oldest.length;
    this.oldest = [];
  }
}
