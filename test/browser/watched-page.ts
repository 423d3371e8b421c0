import { mkdir } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const screenshotFolder = 'screenshots';
const desktop = { width: 1280, height: 800 };
const wide = { width: 3840, height: 2160 };
const phone = { width: 360, height: 740 };

/** A step that has not come by then does not come; the journey fails sooner than by its own limit. */
const stepMsMax = 30_000;

/** Names of the pages of the console are English. */
const locale = 'en-GB';

export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors and warnings of the browser's console, among them what the Content-Security-Policy forbade. */
  readonly complaints: readonly string[];
}

/** A page whose complaints are collected. */
export async function watchedPage(browser: Browser): Promise<WatchedPage> {
  const context = await browser.newContext({ locale, viewport: desktop, timezoneId: 'Europe/Rome' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  page.setDefaultTimeout(stepMsMax);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      complaints.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, context, complaints };
}

/**
 * Everything that the page complained of. The browser also notes every answer that is a "no": those that the test is about
 * are left out.
 */
export function complaintsOf(
  { complaints }: WatchedPage,
  expected: readonly RegExp[] = [],
): readonly string[] {
  const refused = /^Failed to load resource: the server responded with a status of 4/;
  return complaints.filter(
    (complaint) => !(refused.test(complaint) && expected.some((pattern) => pattern.test(complaint))),
  );
}

export async function signInOn(page: Page, key: string): Promise<void> {
  await page.getByLabel('Admin key').fill(key);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Holds the page as it is to WCAG 2.1 AA, in both colour schemes, and keeps pictures of it: light, dark, and on a phone. */
export async function lookAt(page: Page, name: string): Promise<void> {
  await mkdir(screenshotFolder, { recursive: true });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await pictureOf(page, `${name}-${colorScheme}`);
    expect(await seriousViolations(page)).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(phone);
  await pictureOf(page, `${name}-phone`);
  expect(await widthOverflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desktop);
}

/** The same page on a very wide screen. */
export async function lookAtWide(page: Page, name: string): Promise<void> {
  await page.setViewportSize(wide);
  await page.waitForLoadState('networkidle');
  await pictureOf(page, name);
  expect(await widthOverflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desktop);
}

/** The caret stays: hiding it takes a style element, which the policy of the page forbids. */
async function pictureOf(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${screenshotFolder}/${name}.png`, fullPage: true, caret: 'initial' });
}

async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
}

/** By how much the page is wider than its window, which would have to be scrolled sideways. */
async function widthOverflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
