// Booking: taking, undoing, counting, and what happens when the network or somebody else gets in between.
import { amount, rowOf, signIn, take } from '../sign-in';
import { expect, test } from '../servers';

test('what was taken is undone by the button of its news, by keyboard too', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  const row = await rowOf(page, 'ARR-BOM');
  const before = await amount(row);
  const news = page.getByRole('status').filter({ hasText: 'now' });
  await take(row, 3);
  await expect(news).toContainText(`Taken 3 · now ${before - 3}`);
  await expect(row.getByRole('button', { name: /^Take/ })).toBeFocused();
  await news.getByRole('button', { name: 'Undo' }).click();
  await expect(news).toContainText(`now ${before}`);
  await expect(row.locator('.amount')).toContainText(String(before));

  await take(row, 2);
  await expect(news).toContainText(`now ${before - 2}`);
  await page.keyboard.press('Control+z');
  await expect(news).toContainText('Undone');
  await expect(row.locator('.amount')).toContainText(String(before));
  await expect(news.getByRole('button')).toHaveCount(0);
});

test('an undo that comes too late is refused in words', async ({ browser, site }) => {
  const other = await signIn(browser, site, 'nuria@demo.example');
  const theirs = await rowOf(other, 'GAR-PED');
  const page = await signIn(browser, site, 'inaki@demo.example');
  const row = await rowOf(page, 'GAR-PED');
  const before = await amount(row);
  await row.getByRole('button', { name: /^Bring/ }).click();
  await row.getByLabel('Quantity').fill('5');
  await row.getByLabel('Quantity').press('Enter');
  const news = page.getByRole('status').filter({ has: page.getByRole('button', { name: 'Undo' }) });
  await expect(news).toContainText('Brought 5');
  // News stay while somebody points at their button, however long the other one takes.
  await news.getByRole('button').hover();
  await expect(theirs.locator('.amount')).toContainText(String(before + 5));
  await take(theirs, before + 5);
  await expect(theirs.locator('.amount')).toContainText('0');
  await news.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('There is not that much in stock. There are only 0.')).toBeVisible();
});

test('Enter twice, or the same again after the answer was lost, books once', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  const row = await rowOf(page, 'LEN-PAR');
  const before = await amount(row);
  await row.getByRole('button', { name: /^Take/ }).click();
  await row.getByLabel('Quantity').fill('2');
  await row.getByLabel('Quantity').evaluate((field: HTMLInputElement) => {
    field.form!.requestSubmit();
    field.form!.requestSubmit();
  });
  // The number is there before the answer is; with that the form goes.
  await expect(row.locator('.amount')).toContainText(String(before - 2));
  await expect(row.getByLabel('Quantity')).toHaveCount(0);

  // The API books, and the answer is lost on its way.
  const keys: string[] = [];
  await page.route('**/movements', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await take(row, 1);
  await expect(row.getByRole('alert')).toContainText('does not answer');
  await row.getByLabel('Quantity').press('Enter');
  await expect(row.locator('.amount')).toContainText(String(before - 3));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/);
  expect(keys[1]).toBe(keys[0]);
  await page.reload();
  await expect(row.locator('.amount')).toContainText(String(before - 3));
});

test('more than there is is refused at the field, with what there is, and may be corrected', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  const row = await rowOf(page, 'SAR-ESC');
  const before = await amount(row);
  await take(row, before + 1);
  await expect(row.getByText(`There are only ${before}.`)).toBeVisible();
  await expect(row.getByLabel('Quantity')).toBeFocused();
  await row.getByLabel('Quantity').fill('1');
  await row.getByLabel('Quantity').press('Enter');
  await expect(row.locator('.amount')).toContainText(String(before - 1));
});

test('a count is booked; one that somebody sold into is refused, and counted again', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example');
  await (await rowOf(page, 'PIM-PIQ')).locator('.name').getByRole('link').click();
  const place = page.locator('.panel-stock');
  const before = await amount(place);
  await place.getByRole('button', { name: /^Count/ }).click();
  await place.getByLabel('Counted quantity').fill(String(before - 2));
  await place.getByLabel('Counted quantity').press('Enter');
  await expect(page.getByText(`Counted ${before - 2} (−2)`)).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toContainText(`${before} → ${before - 2}`);

  await place.getByRole('button', { name: /^Count/ }).click();
  await place.getByLabel('Counted quantity').fill('9');
  const other = await signIn(browser, site, 'nuria@demo.example');
  await take(await rowOf(other, 'PIM-PIQ'), 1);
  await expect(other.getByText('Taken 1')).toBeVisible();
  await place.getByLabel('Counted quantity').press('Enter');
  await expect(place.getByText(`there are ${before - 3} now`)).toBeVisible();
  await expect(place.locator('.amount')).toContainText(String(before - 3));
  await expect(place.getByLabel('Counted quantity')).toHaveValue('9');
  await place.getByLabel('Counted quantity').press('Enter');
  await expect(place.locator('.amount')).toContainText('9');
});
