import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser } from './describe-in-browser.js';
import { type SpecConsole, startConsole } from './spec-console.js';
import { type WatchedPage, complaintsOf, lookAt } from './watched-page.js';

const perPage = 50;
const atOnce = 10;

/** Made in an order that is neither that of their names nor that of their expiries. */
const keys = Array.from({ length: 230 }, (_, n) => ({
  name: `${['Bravo', 'élan', 'alfa', 'Zulu'][n % 4] ?? ''} ${String((n * 37) % 1_000).padStart(3, '0')}`,
  scopes: ['orders:read'],
  expiresAt: n % 10 === 3 ? new Date(Date.UTC(2100, 0, 1 + ((n * 7) % 311))).toISOString() : null,
}));
const byName = keys.map(({ name }) => name).sort(new Intl.Collator('en').compare);

describeInBrowser('a list of a few hundred keys in the console, sorted by the server', () => {
  let started: SpecConsole;
  let watched: WatchedPage;

  beforeAll(async () => {
    started = await startConsole();
    const { admin, product } = started;
    await admin.post('/v1/accounts', { slug: 'acme', name: 'Acme Telecom' });
    for (let first = 0; first < keys.length; first += atOnce) {
      const some = keys.slice(first, first + atOnce);
      const answers = await Promise.all(some.map((wishes) => admin.post('/v1/accounts/acme/keys', wishes)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    }
    watched = await started.signedIn(product.rootKey ?? '', '/accounts/acme/keys');
    await watched.page.getByRole('heading', { name: 'Keys' }).waitFor();
  });

  afterAll(() => started.stop());

  const shown = () => watched.page.getByRole('cell').getByRole('link').allInnerTexts();
  const header = (name: string) => watched.page.getByRole('columnheader', { name });
  const sort = (name: string) => header(name).getByRole('button').click();
  /** What was shown before stays until the answer is there. */
  const comesFirst = (name: string | undefined) =>
    watched.page
      .getByRole('row')
      .nth(1)
      .getByRole('link', { name: name ?? '', exact: true })
      .waitFor();

  it('comes by name where its header is asked to, and page by page has every key once', async () => {
    const { page } = watched;
    expect(await header('Name').getAttribute('aria-sort')).toBe('none');
    await sort('Name');
    await page.waitForURL(/sort=name&order=asc$/);
    const seen: string[] = [];
    for (let first = 0; first < byName.length; first += perPage) {
      if (first > 0) await page.getByRole('button', { name: 'Next page' }).click();
      await comesFirst(byName[first]);
      seen.push(...(await shown()));
    }
    expect(seen).toEqual(byName);
    expect(await page.getByRole('button', { name: 'Next page' }).count()).toBe(0);
    expect(await header('Name').getAttribute('aria-sort')).toBe('ascending');
  });

  it('turns round from the first page on, by keyboard, and is the same for whoever is sent the address', async () => {
    const { page } = watched;
    await header('Name').getByRole('button').press('Enter');
    await page.waitForURL(/sort=name&order=desc$/);
    await comesFirst(byName.at(-1));
    await page.reload();
    await comesFirst(byName.at(-1));
    expect(await header('Name').getAttribute('aria-sort')).toBe('descending');
    expect(await shown()).toEqual(byName.toReversed().slice(0, perPage));
    await lookAt(page, 'keys-sorted');
  });

  it('shows the soonest expiries first, and in the end the newest keys again', async () => {
    const { page } = watched;
    const soonest = keys
      .filter(({ expiresAt }) => expiresAt !== null)
      .sort((one, other) => ((one.expiresAt ?? '') < (other.expiresAt ?? '') ? -1 : 1))
      .map(({ name }) => name);
    await sort('Expires');
    await page.waitForURL(/sort=expires&order=asc$/);
    await comesFirst(soonest[0]);
    expect((await shown()).slice(0, soonest.length)).toEqual(soonest);
    await sort('Expires');
    await page.waitForURL(/sort=expires&order=desc$/);
    await sort('Expires');
    await page.waitForURL(/\/keys$/);
    await watched.page.getByRole('link', { name: keys.at(-1)?.name ?? '', exact: true }).waitFor();
  });

  it('does so in Italian, too, and complains of nothing', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Italiano' }).click();
    await sort('Nome');
    await page.waitForURL(/sort=name&order=asc$/);
    await comesFirst(byName[0]);
    expect(await header('Nome').getAttribute('aria-sort')).toBe('ascending');
    expect(complaintsOf(watched)).toEqual([]);
  });
});
