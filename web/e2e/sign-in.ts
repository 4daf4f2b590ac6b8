// People at work in the panel: each in a browser of their own, which must not complain.
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { expect, owner } from './servers';

/**
 * What the browser notes all the same: refusals, which the page tells in words; connections that a test has cut; and
 * Playwright's own tracing, which may not read the preview of a picture.
 */
const expected = /the server responded with a status of (4\d\d|503)|ERR_FAILED|ERR_INTERNET_DISCONNECTED|Connecting to 'blob:/;

/** Somebody of the demo's first shop, signed in and in front of the products. */
export async function signIn(browser: Browser, site: string, email = owner.email, how: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: site, locale: 'en-GB', ...how })).newPage();
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !expected.test(message.text())) {
      throw new Error(`the browser's console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto('/login');
  await page.getByLabel(/E-mail|Correo/).fill(email);
  await page.getByLabel(/Password|Contraseña/).fill(owner.password);
  await page.getByRole('button', { name: /Sign in|Iniciar sesión/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: /Products|Productos/ })).toBeVisible();
  return page;
}

/** A phone, in the hands of somebody who speaks Spanish. */
export const phone: BrowserContextOptions = { locale: 'es-ES', viewport: { width: 360, height: 740 }, hasTouch: true };
/** A desk. */
export const desk: BrowserContextOptions = { locale: 'en-GB', viewport: { width: 1440, height: 900 } };

/** The row of one product in the list. */
export async function rowOf(page: Page, code: string) {
  await page.goto(`/admin?q=${code}`);
  const row = page.getByRole('row').filter({ hasText: code });
  await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
  await taken(page);
  return row;
}

/** Waits until the page is taken over: before, a click does nothing. */
export async function taken(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('main time')?.textContent?.includes('UTC') !== true);
  await page.waitForLoadState('networkidle');
}

/** Waits until what comes right after the page is there, too: its keys, and what others book. */
export async function assisted(page: Page): Promise<void> {
  await taken(page);
  await expect(page.locator('[data-part=assist]')).toBeAttached();
}

/** How much a row says there is. */
export async function amount(row: ReturnType<Page['locator']>): Promise<number> {
  return Number((await row.locator('.amount').innerText()).replace(/\D/g, ''));
}

/** Takes so many, from a row or from the page of a product. */
export async function take(place: ReturnType<Page['locator']>, quantity: number): Promise<void> {
  await place.getByRole('button', { name: /^Take/ }).click();
  await place.getByLabel('Quantity').fill(String(quantity));
  await place.getByLabel('Quantity').press('Enter');
}

/** Adds a product of the test's own. */
export async function add(page: Page, product: Record<string, string | number>): Promise<void> {
  const headers = { 'sec-fetch-site': 'same-origin' };
  const answer = await page.request.post('/api/v1/products', { headers, data: product });
  expect(answer.status(), await answer.text()).toBe(201);
}
