import { Conversation } from './conversation.js';

/** Questions about one key, one after the other, so many a second and never two at a time. */
export class SteadyLoad {
  /** Answered with 200 so far. */
  answered = 0;
  /** Questions that were due while the one before had not been answered. */
  late = 0;
  private asking: Promise<void> = Promise.resolve();
  private busy = false;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly conversation: Conversation,
    private readonly message: Buffer,
    perSecond: number,
  ) {
    this.timer = setInterval(() => this.tick(), 1_000 / perSecond);
  }

  static async on(port: number, message: Buffer, perSecond: number): Promise<SteadyLoad> {
    return new SteadyLoad(await Conversation.with(port), message, perSecond);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.asking;
    this.conversation.end();
  }

  private tick(): void {
    if (this.busy) this.late += 1;
    else this.asking = this.ask();
  }

  private async ask(): Promise<void> {
    this.busy = true;
    const { status } = await this.conversation.ask(this.message);
    if (status === 200) this.answered += 1;
    this.busy = false;
  }
}
