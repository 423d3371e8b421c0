import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const debianChromium = '/usr/bin/chromium';

/** The Chromium that tests are to use: CHROMIUM_PATH, or Debian's; null: there is none. */
export function chromiumPath(): string | null {
  const named = process.env['CHROMIUM_PATH'] ?? '';
  // A path that was named and is wrong is a mistake, not a machine without Chromium.
  if (named !== '') return named;
  return existsSync(debianChromium) ? debianChromium : null;
}

/** A browser without any window; close it. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error('There is no Chromium.');
  // Only for tests in a browser, so that no other pays for loading it.
  const { chromium } = await import('playwright-core');
  // In containers there is neither a user namespace for its sandbox nor a large /dev/shm.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
