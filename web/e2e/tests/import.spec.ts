// Products out of a file and into one: understood, tried, corrected, imported once.
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { amount, rowOf, signIn } from '../sign-in';
import { expect, test } from '../servers';

const manager = 'nuria@demo.example';

/** Opens the page of imports from the list of products. */
async function open(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Import products' })).toBeVisible();
}

async function choose(page: Page, lines: string[] | Buffer, name = 'hoja.csv'): Promise<void> {
  const buffer = Buffer.isBuffer(lines) ? lines : Buffer.from(lines.join('\r\n') + '\r\n');
  await expect(page.locator('input[type=file]')).toBeEnabled();
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

/** The row of this code in what would happen. */
const row = (page: Page, code: string) => page.getByRole('row').filter({ hasText: code });

const book = (page: Page) => page.getByRole('button', { name: /^Import \d+ products?$/ });

test('a sheet is understood, mapped, tried, corrected and imported, once', async ({ browser, site }) => {
  const page = await signIn(browser, site, manager);
  await open(page);
  const head = 'Código;Rótulo;PVP;Existencias;Pasillo';
  await choose(page, [head, 'MIEL-1;Miel de romero;6,50;12;A1', 'MIEL-2;Miel de azahar;barato;5;A2']);
  await expect(page.getByLabel('Código')).toHaveValue('code');
  await expect(page.getByLabel('Existencias')).toHaveValue('quantity');
  await expect(page.getByLabel('Rótulo')).toHaveValue('');
  await expect(page.getByText('Semicolon', { exact: true })).toBeVisible();
  await expect(row(page, 'MIEL-1')).toContainText('Name: This is needed.');

  await page.getByLabel('Rótulo').selectOption('Name');
  await expect(row(page, 'MIEL-1')).toContainText('New');
  await expect(page.getByLabel('Rótulo')).toHaveValue('name');
  await expect(row(page, 'MIEL-2')).toContainText('PVP: This does not have the expected form.');
  await expect(page.getByText('Comma: 1,50', { exact: true })).toBeVisible();
  await expect(book(page)).toBeDisabled();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the wrong rows' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('errors.csv');
  const wrong = await readFile(await file.path(), 'utf8');
  expect(wrong).toMatch(/^\ufeffline;problem;Código;/);
  expect(wrong).toContain('MIEL-2');
  expect(wrong).not.toContain('MIEL-1');

  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && !request.url().includes('dry_run') && sent.push(request.url()));
  // It has the same headers, so it is read as the one before.
  await choose(page, [head, 'MIEL-1;Miel de romero;6,50;12;A1', 'MIEL-2;Miel de azahar;7,25;5;A2']);
  await expect(row(page, 'MIEL-2')).toContainText('New');
  await expect(book(page)).toHaveText('Import 2 products');
  await book(page).dblclick();
  await expect(page.getByRole('region', { name: 'Imported' })).toContainText('New2');
  await expect(page.getByRole('status').filter({ hasText: '2 products imported' })).toBeVisible();
  expect(sent).toHaveLength(1);
  await page.getByRole('link', { name: 'See the products' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  const honey = await rowOf(page, 'MIEL-1');
  expect(await amount(honey)).toBe(12);
  await expect(honey).toContainText('€6.50');
});

test('what changes is shown from what to what, and quantities only count where they were counted', async ({ browser, site }) => {
  const page = await signIn(browser, site, manager);
  await open(page);
  await choose(page, ['code,name,price,quantity', 'CERA-1,Beeswax,3.00,8', 'CERA-2,Candle,2.00,4']);
  await book(page).click();
  await page.getByRole('button', { name: 'Import another file' }).click();
  await choose(page, ['code,price,quantity', 'CERA-1,3.20,6', 'CERA-2,2.00,4']);
  await expect(row(page, 'CERA-1')).toContainText('Price: €3.00 → €3.20');
  await expect(row(page, 'CERA-1')).not.toContainText('Quantity');
  await expect(row(page, 'CERA-2')).toContainText('Same');
  await page.getByLabel('They were counted').check();
  await expect(row(page, 'CERA-1')).toContainText('Quantity: 8 → 6');

  // The API imports, and the answer is lost on its way.
  const keys: string[] = [];
  await page.route(/product-imports\?stock=count$|product-imports\?(?!.*dry_run)/, async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await book(page).click();
  await expect(page.getByRole('alert')).toContainText('nothing is imported twice');
  await book(page).click();
  await expect(page.getByRole('region', { name: 'Imported' })).toContainText('Counts1');
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(await amount(await rowOf(page, 'CERA-1'))).toBe(6);
});

test('what is no sheet, or has no code, is refused in words; and so is a second import at the same time', async ({ browser, site }) => {
  const page = await signIn(browser, site, manager);
  await open(page);
  await choose(page, Buffer.from('PK\x03\x04 a workbook'), 'libro.xlsx');
  await expect(page.getByRole('alert')).toContainText('Save the workbook as CSV');
  await choose(page, ['Rótulo;PVP', 'Miel;3']);
  await expect(page.getByRole('alert')).toContainText('no column for the code');
  await expect(book(page)).toHaveCount(0);
  await page.getByLabel('Rótulo').selectOption('Code');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(row(page, 'Miel')).toContainText('Name: This is needed.');

  const busy = { status: 503, code: 'busy', title: 'Too busy right now' };
  await page.route('**/product-imports?*', (route) => route.fulfill({ status: 503, json: busy }));
  await choose(page, ['code,name', 'POLEN-1,Pollen']);
  await expect(page.getByRole('alert')).toContainText('Another import is running');
  await page.unroute('**/product-imports?*');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(row(page, 'POLEN-1')).toContainText('New');
});

test('all that is said while a file is looked at counts, and nothing is imported that was not shown', async ({ browser, site }) => {
  const page = await signIn(browser, site, manager);
  await open(page);
  const head = 'Código;Dato 1;Dato 2';
  await choose(page, [head, 'PROP-1;Própolis;4,50']);
  await expect(row(page, 'PROP-1')).toContainText('Name: This is needed.');
  const hold = async () => {
    let letGo = () => {};
    const gate = new Promise<void>((open) => (letGo = open));
    await page.route('**/product-imports?*', async (route) => {
      await gate;
      return route.continue();
    });
    return letGo;
  };
  const look = await hold();
  await page.getByLabel('Dato 1').selectOption('Name');
  await page.getByLabel('Dato 2').selectOption('Price');
  look();
  await expect(row(page, 'PROP-1')).toContainText('Price: €4.50');
  await expect(row(page, 'PROP-1')).toContainText('Name: Própolis');
  await expect(page.getByLabel('Dato 1')).toHaveValue('name');
  await expect(book(page)).toBeEnabled();
  await page.unroute('**/product-imports?*');

  await page.route('**/product-imports?*', (route) => route.abort());
  await page.getByLabel('Dato 2').selectOption('Leave out');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(book(page)).toBeDisabled();
  await page.unroute('**/product-imports?*');
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(row(page, 'PROP-1')).not.toContainText('€4.50');
  await expect(book(page)).toBeEnabled();

  await choose(page, [head, 'PROP-1;;4,50']);
  await expect(row(page, 'PROP-1')).toContainText('Dato 1: This is needed.');
  const download = await hold();
  const asked = page.waitForRequest('**/product-imports?*');
  await page.getByRole('button', { name: 'Download the wrong rows' }).click();
  await asked;
  await choose(page, [head, 'PROP-2;Própolis;4,50']);
  download();
  await expect(row(page, 'PROP-2')).toContainText('New');
});

test('how far an import is stands there while it goes on', async ({ browser, site }) => {
  const page = await signIn(browser, site, manager);
  await open(page);
  await page.route('**/product-imports/current', (route) =>
    route.fulfill({ json: { phase: 'storing', rows_done: 4500, rows_total: 12000 } }));
  await choose(page, ['code,name', 'JALEA-1,Royal jelly']);
  let answer = () => {};
  const held = new Promise<void>((go) => (answer = go));
  await page.route(/product-imports$/, async (route) => {
    await held;
    return route.continue();
  });
  await book(page).click();
  await expect(page.getByText('Importing: 4,500 of 12,000 rows')).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveAttribute('value', '4500');
  await expect(book(page)).toBeDisabled();
  answer();
  await expect(page.getByRole('region', { name: 'Imported' })).toBeVisible();
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

test('who may not edit products has no way to import, and everybody may take the list along', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'carmen@demo.example');
  await expect(page.getByRole('link', { name: 'Import', exact: true })).toHaveCount(0);
  await rowOf(page, 'CAF-250');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('products.csv');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toMatch(/^\ufeffcode,name,/);
  expect(text.trim().split('\n')).toHaveLength(2);
  await page.goto('/admin/import');
  await expect(page.getByRole('alert')).toContainText('role does not allow');
});
