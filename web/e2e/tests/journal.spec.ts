// The journal of the shop and of a product, and the audit trail: what is shown, narrowed down, undone, handed over.
import { readFile } from 'node:fs/promises';
import { amount, rowOf, signIn, take } from '../sign-in';
import { expect, owner, test } from '../servers';

test('a movement is undone in the journal of its product: number, chart and list are right at once', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  await (await rowOf(page, 'MER-NAR')).locator('.name').getByRole('link').click();
  const place = page.locator('.panel-stock');
  const before = await amount(place);
  await take(place, 4);
  const first = page.getByRole('row').nth(1);
  await expect(first).toContainText(`${before} → ${before - 4}`);
  const chart = page.getByRole('img', { name: new RegExp(`to ${before - 4}, lowest`) });
  await expect(chart).toBeVisible();
  await first.getByRole('button', { name: /^Undo: Sale −4/ }).click();
  await expect(place.locator('.amount')).toContainText(String(before));
  await expect(page.getByRole('img', { name: new RegExp(`to ${before}, lowest`) })).toBeVisible();
  await expect(first).toContainText('Reversal');
  await expect(first.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('row').nth(2)).toContainText('Undone');
  await expect(page.getByRole('row').nth(2).getByRole('button')).toHaveCount(0);
});

test('the journal is narrowed down in the address, and undone from there', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  await (await rowOf(page, 'ATU-LAT')).locator('.name').getByRole('link').click();
  await take(page.locator('.panel-stock'), 6);
  await expect(page.getByText('Taken 6')).toBeVisible();
  await page.getByRole('link', { name: "See in the shop's journal" }).click();
  await expect(page).toHaveURL(/\/admin\/journal\?product_id=/);
  await expect(page.getByRole('row').nth(1)).toContainText('Atún claro');
  await page.getByLabel('Reason').selectOption('Sale');
  await page.getByLabel('Who').selectOption({ label: 'Me (Iñaki Sáenz)' });
  await expect(page).toHaveURL(/kind=sale&actor_id=/);
  await expect(page.getByRole('row').nth(1)).toContainText('−6');
  await page.reload();
  await expect(page.getByLabel('Reason')).toHaveValue('sale');
  await expect(page.getByRole('row').nth(1)).toContainText('−6');
  await expect(page.locator('time').first()).not.toContainText('UTC');

  await page.getByRole('row').nth(1).getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByRole('row').nth(1)).toContainText('Undone');
  // The reversal is no sale.
  await expect(page.getByRole('row').nth(1)).toContainText('−6');

  await page.getByLabel('To', { exact: true }).fill('2020-01-31');
  await expect(page).toHaveURL(/to=2020-0/);
  await expect(page.getByText('No movement matches.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('2020-01-31');
  await page.getByRole('link', { name: 'Show all' }).click();
  await expect(page).toHaveURL(/\/admin\/journal$/);
  await expect(page.getByLabel('Reason')).toHaveValue('');
  // Whoever comes near the end need not ask for more.
  await page.keyboard.press('End');
  await expect.poll(() => page.getByRole('row').count()).toBeGreaterThan(26);
});

test('a day is the day of the person, wherever the server is', async ({ browser, site }) => {
  const somebody = await signIn(browser, site);
  const page = await browser.newPage({
    baseURL: site,
    timezoneId: 'America/Bogota',
    storageState: await somebody.context().storageState(),
  });
  await page.goto('/admin/journal');
  await page.waitForLoadState('networkidle');
  await page.getByLabel('From', { exact: true }).fill('2026-03-01');
  await expect(page).toHaveURL(/from=2026-03-01T05%3A00%3A00.000Z/);
  await page.getByLabel('To', { exact: true }).fill('2026-03-31');
  await expect(page).toHaveURL(/to=2026-04-01T05%3A00%3A00.000Z/);
  await page.reload();
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('2026-03-31');
});

test('the journal is handed over as a table for other programs', async ({ browser, site }) => {
  const page = await signIn(browser, site);
  await page.goto('/admin/journal?kind=sale');
  await page.waitForLoadState('networkidle');
  await page.route((url) => url.pathname === '/api/v1/movements', (route) => {
    expect(route.request().headers()['accept']).toBe('text/csv');
    return route.fulfill({ contentType: 'text/csv', body: '\ufeffproduct,delta\ncafé,-3\n' });
  });
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('journal.csv');
  // With the mark by which spreadsheets know its letters.
  expect(await readFile(await file.path(), 'utf8')).toBe('\ufeffproduct,delta\ncafé,-3\n');
});

test('the owner sees who changed a price, from what to what', async ({ browser, site }) => {
  const editor = await signIn(browser, site, 'nuria@demo.example');
  await (await rowOf(editor, 'VIN-TIN')).getByRole('link', { name: /^Edit/ }).click();
  await editor.getByLabel('Price').fill('4.10');
  await editor.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(editor.getByRole('heading', { level: 1, name: 'Vinagre de Jerez 50 cl' })).toBeVisible();
  await expect(editor.getByText('Edits', { exact: true })).toHaveCount(0);
  await editor.goto('/admin/audit');
  await expect(editor.getByRole('alert')).toContainText('role does not allow');

  const page = await signIn(browser, site, owner.email);
  await (await rowOf(page, 'VIN-TIN')).locator('.name').getByRole('link').click();
  await page.getByText('Edits', { exact: true }).click();
  await page.getByRole('link', { name: 'All edits' }).click();
  await expect(page).toHaveURL(/\/admin\/audit\?subject_id=/);
  const edit = page.getByRole('listitem').filter({ hasText: 'Price' }).first();
  await expect(edit).toContainText('€3.75 → €4.10');
  await expect(edit).toContainText('Nuria Peña');
  await page.getByRole('combobox', { name: 'What' }).selectOption('Person');
  await expect(page.getByText('There are no edits to show.')).toBeVisible();
  await page.getByRole('link', { name: /^Take/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Role' }).first()).toContainText('Added');
});
