import type { RunningApp } from '@keyledger/composition';
import type { Config } from '@keyledger/platform';
import {
  type FirstStartResult,
  ROOT_KEY_ANNOUNCEMENT,
} from '../../command-api/src/first-start/first-start.js';

/** `made`: by this start, and its value is shown once. `configured`: in KEYLEDGER_ROOT_KEY. `known`: shown before. */
export type RootKey =
  | { readonly origin: 'made'; readonly value: string }
  | { readonly origin: 'configured' }
  | { readonly origin: 'known' };

export function rootKeyOf(app: RunningApp['app'], config: Config): RootKey {
  const { rootKey } = app.get<FirstStartResult>(ROOT_KEY_ANNOUNCEMENT, { strict: false });
  if (rootKey !== null) return { origin: 'made', value: rootKey };
  return { origin: config.rootKey === null ? 'known' : 'configured' };
}
