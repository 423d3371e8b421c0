import type { Logger } from 'pino';

export interface Closing {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/** Closes from the last opened to the first; one that fails does not keep the others open. */
export async function closeInTurn(opened: readonly Closing[], logger: Logger): Promise<void> {
  for (const { name, close } of opened.toReversed()) {
    try {
      await close();
    } catch (error) {
      logger.warn({ err: error, part: name }, 'could not be closed');
    }
  }
}
