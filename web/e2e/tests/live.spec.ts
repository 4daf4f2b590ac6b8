// What others book appears by itself.
import { add, amount, assisted, desk, phone, rowOf, signIn, take } from '../sign-in';
import { expect, test } from '../servers';

test('what one sells the other sees at once, in the list, in the journal and on the page of the product', async ({ browser, site }) => {
  const seller = await signIn(browser, site, 'inaki@demo.example', desk);
  const watcher = await signIn(browser, site, 'lola@demo.example', phone);
  await add(watcher, { code: 'LIV-1', name: 'Linterna de prueba', opening_quantity: 30 });
  const seen = await rowOf(watcher, 'LIV-1');
  const [journal, product] = [await watcher.context().newPage(), await watcher.context().newPage()];
  await journal.goto('/admin/journal');
  await product.goto(await seen.locator('.name a').getAttribute('href') ?? '');
  await journal.bringToFront();
  const row = await rowOf(seller, 'LIV-1');
  await take(row, 3);
  await expect(row.locator('.amount')).toContainText('27');
  // Nobody touches these pages.
  await expect(seen.locator('.amount')).toContainText('27', { timeout: 5_000 });
  await expect(journal.getByRole('row').nth(1)).toContainText('Linterna de prueba', { timeout: 5_000 });
  await expect(product.locator('.amount').first()).toContainText('27', { timeout: 5_000 });
});

test('where no events come the journal is asked instead', async ({ browser, site }) => {
  const seller = await signIn(browser, site, 'inaki@demo.example', desk);
  const watcher = await signIn(browser, site, 'lola@demo.example', desk);
  await watcher.context().route('**/api/v1/events', (route) => route.fulfill({ status: 503 }));
  await add(watcher, { code: 'LIV-2', name: 'Pila de prueba', opening_quantity: 9 });
  const seen = await rowOf(watcher, 'LIV-2');
  await take(await rowOf(seller, 'LIV-2'), 1);
  await expect(seen.locator('.amount')).toContainText('8', { timeout: 10_000 });
  expect(await amount(seen)).toBe(8);
  // As soon as they come again, nobody asks any more.
  const again = watcher.waitForResponse((answer) => answer.url().endsWith('/api/v1/events') && answer.ok());
  await watcher.context().unroute('**/api/v1/events');
  await again;
});

test('who comes back to the list sees it as it is, and what is being typed and what is open stays', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await add(page, { code: 'LIV-3', name: 'Vela de prueba', opening_quantity: 9 });
  const row = await rowOf(page, 'LIV-3');
  await assisted(page);
  await row.getByRole('button', { name: /^Bring/ }).click();
  await row.getByLabel('Note').fill('half a note');
  await page.getByRole('searchbox').evaluate((field) => field.setAttribute('data-same', ''));
  await add(page, { code: 'LIV-3B', name: 'Vela de prueba grande', opening_quantity: 2 });
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(page.getByRole('row').filter({ hasText: 'LIV-3B' })).toBeVisible();
  await expect(row.first().getByLabel('Note')).toHaveValue('half a note');
  await expect(page.locator('[data-same]')).toBeVisible();
});
