/**
 * What the rules remember of one key: plain JSON of bounded size, to be kept by the caller between batches. Its inside
 * is the rules' own affair and changes with `version`.
 */
export interface KeyWatch {
  readonly version: typeof keyWatchVersion;
}

export const keyWatchVersion = 1;

export const newKeyWatch: KeyWatch = { version: keyWatchVersion };

/** What was kept. Where an older or newer release kept it otherwise, the key is learned anew. */
export function readKeyWatch(kept: unknown): KeyWatch {
  const isOurs =
    typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === keyWatchVersion;
  return isOurs ? (kept as KeyWatch) : newKeyWatch;
}
