// What people do while the program is still on its way: it must count once the page is taken over.
import { signIn } from '../sign-in';
import { expect, owner, test } from '../servers';
import type { Page } from '@playwright/test';

const program = /\/pkg\/web_bg\.\w+\.wasm$/;

/** Opens a page whose program does not come before it is let go. */
async function hold(page: Page, path: string): Promise<() => Promise<void>> {
  let letGo = () => {};
  const gate = new Promise<void>((open) => (letGo = open));
  await page.route(program, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'domcontentloaded' });
  return async () => {
    letGo();
    await page.waitForLoadState('networkidle');
  };
}

test('what was typed into a form before the page is taken over stays, and is saved', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  const go = await hold(page, '/admin/products/new');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await page.getByLabel('Name').fill('Horchata');
  await page.getByLabel('Code', { exact: true }).fill('HOR-1');
  await page.getByLabel('Price').fill('2.50');
  await page.getByLabel('Unit').fill('l');
  await page.getByLabel('Description').fill('Cold');
  await page.getByLabel('In the public catalogue').uncheck();
  await go();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
  await expect(page.getByLabel('Name')).toHaveValue('Horchata');
  await expect(page.getByLabel('Description')).toHaveValue('Cold');
  await expect(page.getByLabel('In the public catalogue')).not.toBeChecked();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Horchata' })).toBeVisible();
  await expect(page.locator('.facts')).toContainText('€2.50 / l');
});

test('what was typed into the account before stays', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  const go = await hold(page, '/admin/account');
  await page.getByLabel('Name', { exact: true }).fill('Lola V.');
  await page.getByLabel('Shop name').fill('Other');
  await page.getByLabel('Show exact quantities').click();
  const ticked = await page.getByLabel('Show exact quantities').isChecked();
  await go();
  await expect(page.getByRole('button', { name: 'Save', exact: true }).first()).toBeEnabled();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Lola V.');
  await expect(page.getByLabel('Shop name')).toHaveValue('Other');
  expect(await page.getByLabel('Show exact quantities').isChecked()).toBe(ticked);
});

test('what was typed into the login before stays', async ({ browser, site }) => {
  const page = await browser.newPage({ baseURL: site, locale: 'en-GB' });
  const go = await hold(page, '/login');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await go();
  await expect(page.getByLabel('E-mail')).toHaveValue(owner.email);
  await expect(page.getByLabel('Password')).toHaveValue(owner.password);
});

test('what was searched for before is found once the page is taken over', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  const go = await hold(page, '/admin');
  await page.getByRole('searchbox').fill('arr-bom');
  await go();
  await expect(page.getByRole('searchbox')).toHaveValue('arr-bom');
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('switches and choices made before count, all of them', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  let go = await hold(page, '/admin');
  await page.getByLabel('Archived').check();
  await page.getByRole('searchbox').fill('zzz');
  await go();
  await expect(page).toHaveURL(/q=zzz&archived=true/);
  await expect(page.getByLabel('Archived')).toBeChecked();

  await page.unroute(program);
  go = await hold(page, '/admin/journal');
  await page.getByLabel('Reason').selectOption('Sale');
  await page.getByLabel('From', { exact: true }).fill('2020-01-31');
  await go();
  await expect(page).toHaveURL(/kind=sale&from=2020-01/);
  await expect(page.getByLabel('Reason')).toHaveValue('sale');
  await expect(page.getByLabel('From', { exact: true })).toHaveValue('2020-01-31');
});

test('products selected before are selected', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  const go = await hold(page, '/admin?q=cafe');
  await page.getByLabel('Select Café molido 250 g').check();
  await go();
  await expect(page.getByText('1 selected')).toBeVisible();
});

test('what was filled in to open a shop before stays, the currency too', async ({ browser, site }) => {
  const page = await browser.newPage({ baseURL: site, locale: 'en-GB' });
  const go = await hold(page, '/register');
  await page.getByLabel('Shop name').fill('Kiosko Sol');
  await page.getByLabel('Currency').selectOption('MXN');
  await go();
  await expect(page.getByRole('button', { name: 'Open a shop' })).toBeEnabled();
  await expect(page.getByLabel('Shop name')).toHaveValue('Kiosko Sol');
  await expect(page.getByLabel('Currency')).toHaveValue('MXN');
});
