import { chromiumPath } from '@keyledger/testing';
import { describe, it } from '@jest/globals';

/** Skips, and says so, where there is no Chromium. */
export function describeInBrowser(title: string, suite: () => void): void {
  if (chromiumPath() !== null) {
    describe(title, suite);
    return;
  }
  process.stderr.write(`NOT tested, for there is no Chromium: ${title}\n`);
  describe(title, () => {
    it.skip('was NOT tested: install Chromium (Debian: apt-get install chromium), or set CHROMIUM_PATH', () =>
      undefined);
  });
}
