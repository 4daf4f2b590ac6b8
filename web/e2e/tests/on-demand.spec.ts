// Pages that few open: their part of the program comes when they are opened.
import { expect, owner, test } from '../servers';
import type { Page } from '@playwright/test';

/** Signs the owner in, and goes to this page. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(path);
}

/** What the browser complains of. */
function complaints(page: Page): string[] {
  const all: string[] = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && all.push(message.text()));
  page.on('pageerror', (error) => all.push(error.message));
  return all;
}

test('such a page is fetched when it is opened, once, and without leaving the panel', async ({ page }) => {
  const complained = complaints(page);
  await open(page, '/admin');
  // What comes after this page came, too.
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.body.setAttribute('data-stays', ''));
  const fetched: string[] = [];
  page.on('request', (request) => request.url().endsWith('.wasm') && fetched.push(request.url()));
  const heading = (name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('link', { name: 'Team' }).click();
  await heading('Team');
  expect(fetched.length).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Account' }).click();
  await heading('Account');
  const needed = fetched.length;
  await page.getByRole('link', { name: 'Team' }).click();
  await heading('Team');
  expect(fetched.length).toBe(needed);
  await expect(page.locator('body[data-stays]')).toBeAttached();
  expect(complained).toEqual([]);
});

for (const path of ['/admin/team', '/admin/account', '/admin/status', '/admin/import', '/admin/webhook', '/admin/products/new', '/login', '/register']) {
  test(`${path} stays as the server wrote it while it is taken over`, async ({ page }) => {
    await open(page, '/admin');
    const complained = complaints(page);
    const answer = await page.goto(path, { waitUntil: 'networkidle' });
    const [before, after] = await page.evaluate((html) => {
      const text = (root: ParentNode) => [...root.querySelectorAll('main *')].map((each) => each.tagName).join(' ');
      return [text(new DOMParser().parseFromString(html, 'text/html')), text(document)];
    }, await answer!.text());
    expect(after).toBe(before);
    expect(complained).toEqual([]);
  });
}

test('where its part of the program does not come, that is said, and trying again helps', async ({ page }) => {
  await open(page, '/admin');
  await page.route(/\/pkg\/team\./, (route) => route.abort());
  await page.getByRole('link', { name: 'Team' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.unroute(/\/pkg\/team\./);
  await page.getByRole('link', { name: 'Ask again' }).click();
  await page.getByRole('button', { name: 'Add person' }).click();
  await expect(page.getByRole('dialog', { name: 'Add person' }).getByLabel('E-mail')).toBeVisible();
});

test('where the server has written the page, it can be read all the same, and its links lead on', async ({ page }) => {
  await open(page, '/admin');
  await page.route(/\/pkg\/team\./, (route) => route.abort());
  const gone = page.waitForEvent('requestfailed');
  await page.goto('/admin/team');
  await gone;
  await expect(page.getByRole('list', { name: 'Team' }).getByRole('listitem').first()).toBeVisible();
  await page.getByRole('link', { name: 'Products' }).click();
  await expect(page.getByRole('link', { name: 'Add product' })).toBeVisible();
});

test('what is pressed before its part of the program has come works, and where that does not come it is said', async ({ page }) => {
  await page.route(/\/pkg\/desk\./, (route) => route.abort());
  const gone = page.waitForEvent('requestfailed');
  await open(page, '/admin');
  await gone;
  const bring = page.getByRole('button', { name: /^Bring/ }).first();
  await bring.click();
  await expect(page.getByText('The service does not answer.')).toBeVisible();
  await expect(bring).toHaveAttribute('aria-expanded', 'false');

  await page.unroute(/\/pkg\/desk\./);
  let come = () => {};
  const held = new Promise<void>((resolve) => (come = resolve));
  await page.route(/\/pkg\/desk\./, (route) => held.then(() => route.continue()));
  await bring.click();
  await expect(bring).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByLabel('Quantity')).toHaveCount(0);
  come();
  await expect(page.getByLabel('Quantity')).toBeFocused();
});
