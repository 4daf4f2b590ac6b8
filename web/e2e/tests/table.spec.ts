// The table of products: narrowed down, arranged, gone on with; and chosen ones.
import { readFile } from 'node:fs/promises';
import { add, assisted, desk, phone, rowOf, signIn, take, taken } from '../sign-in';
import { expect, test } from '../servers';

test('filters become chips that lead back, and stand in the address', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await add(page, { code: 'TAB-1', name: 'Tabla cara', price_minor: 9000, is_public: false } as never);
  await add(page, { code: 'TAB-2', name: 'Tabla barata', price_minor: 100 });
  await page.goto('/admin?q=tab-');
  await taken(page);
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByLabel('Price from').fill('5o');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByLabel('Price from')).toBeFocused();
  await page.getByLabel('Price from').fill('50.00');
  await page.getByLabel('In the public catalogue').selectOption('No');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page).toHaveURL(/public=false&price_min=5000/);
  const rows = page.locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('TAB-1');
  await page.getByRole('link', { name: 'Take “Not public” away' }).click();
  await expect(page).not.toHaveURL(/public/);
  await page.getByRole('link', { name: /Take “≥ €50.00” away/ }).click();
  await expect(rows).toHaveCount(2);
  await page.goto('/admin?q=tab-&price_max=1');
  await expect(page.getByText('Nothing matches “tab-”.')).toBeVisible();
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(rows).not.toHaveCount(0);
});

test('columns and room are chosen, and kept for the next time without a jump', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await taken(page);
  await page.getByRole('button', { name: 'View' }).click();
  const choices = page.getByRole('group', { name: 'View' });
  await choices.getByLabel('Barcode').check();
  await choices.getByLabel('Price').uncheck();
  await choices.getByLabel('Compact rows').check();
  await expect(page.getByRole('columnheader', { name: 'Barcode' })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Price' })).toBeHidden();
  const answer = await page.reload();
  expect(await answer!.text()).toContain('data-view="barcode no-price compact"');
  await expect(page.getByRole('columnheader', { name: 'Barcode' })).toBeVisible();
  await page.evaluate(() => window.scrollTo(0, 700));
  await expect(page.getByRole('columnheader', { name: 'Name' })).toBeInViewport();
});

test('a list that cannot be had says so, and is asked for again in place', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await taken(page);
  await page.route('**/api/v1/products?*', (route) => route.abort());
  await page.getByRole('searchbox').fill('aceite');
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await page.unroute('**/api/v1/products?*');
  await page.getByRole('button', { name: 'Ask again' }).click();
  await expect(page.locator('tbody').getByRole('row').first()).toContainText('Aceite');
});

test('a long list goes on by itself, and by its button', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  for (let number = 10; number < 70; number++) await add(page, { code: `MAS-${number}`, name: `Más ${number}` });
  await page.goto('/admin?q=mas-&sort=code');
  await assisted(page);
  const rows = page.locator('tbody').getByRole('row');
  await expect(rows).toHaveCount(25);
  await page.getByRole('button', { name: 'Ver más' }).click();
  await expect(rows).toHaveCount(50);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(rows).toHaveCount(60);
  await expect(rows.last()).toContainText('MAS-69');
});

test('what is taken shows at once, and comes back when it is refused', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example', phone);
  const owner = await signIn(browser, site, 'lola@demo.example', desk);
  await add(owner, { code: 'TAB-3', name: 'Tabla única', opening_quantity: 5 });
  const row = await rowOf(page, 'TAB-3');
  let answer = () => {};
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/movements', (route) => held.then(() => route.continue()));
  await row.getByRole('button', { name: /^Retirar/ }).tap();
  await row.getByLabel('Cantidad').fill('4');
  await row.getByLabel('Cantidad').press('Enter');
  // Nobody has answered yet.
  await expect(row.locator('.amount')).toContainText('1');
  const theirs = await rowOf(owner, 'TAB-3');
  await take(theirs, 3);
  await expect(theirs.locator('.amount')).toContainText('2');
  answer();
  await expect(row.getByText('Solo hay 2.')).toBeVisible();
  await expect(row.locator('.amount')).toContainText('2');
});

test('a range is chosen with Shift, downloaded, and put away; putting away is taken back', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  for (const number of [1, 2, 3, 4, 5]) await add(page, { code: `SEL-${number}`, name: `Selección ${number}` });
  await page.goto('/admin?q=sel-&sort=code');
  await assisted(page);
  const box = (number: number) => page.getByLabel(`Select Selección ${number}`);
  await box(2).check();
  await box(4).click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected')).toBeVisible();
  await expect(box(3)).toBeChecked();
  const download = page.waitForEvent('download');
  await page.locator('.bulk').getByRole('button', { name: 'Download CSV' }).click();
  const sheet = await readFile(await (await download).path(), 'utf8');
  expect(sheet.trim().split('\n')).toHaveLength(4);
  await expect(page.locator('.bulk').getByRole('link', { name: 'Labels' })).toHaveAttribute('href', /ids=[0-9a-f-]{36}%2C/);

  const row = page.getByRole('row').filter({ hasText: 'SEL-1' });
  await row.getByRole('button', { name: /^Archive/ }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await expect(row).toBeVisible();
});
