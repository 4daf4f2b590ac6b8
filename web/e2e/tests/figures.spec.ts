// The shop at a glance, and what runs short.
import { add, desk, phone, rowOf, signIn, take, taken } from '../sign-in';
import { expect, test } from '../servers';
import type { Locator } from '@playwright/test';

const number = async (figure: Locator) => Number((await figure.innerText()).replace(/\D/g, ''));

test('the figures follow a take, its undo and an edit of many, and lead to what runs short', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example');
  const [code, rest] = ['FIG-LOW', { min_quantity: 3, opening_quantity: 5, price_minor: 250 }];
  await add(page, { ...rest, code, name: 'Higos secos' });
  const row = await rowOf(page, code);
  const figures = page.getByRole('list', { name: 'At a glance' });
  const [low, out] = [figures.getByRole('link', { name: /^Low/ }), figures.getByRole('link', { name: /^Out/ })];
  const [products, value] = [figures.getByRole('listitem').first(), figures.getByRole('listitem').last()];
  const [lowBefore, outBefore, worth, count] = [await number(low), await number(out), await number(value), await number(products)];
  await take(row, 2);
  await expect(low).toHaveText(`Low ${lowBefore + 1}`);
  await expect.poll(() => number(value)).toBe(worth - 500);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(low).toHaveText(`Low ${lowBefore}`);
  await expect.poll(() => number(value)).toBe(worth);
  await take(row, 5);
  await expect(out).toHaveText(`Out of stock ${outBefore + 1}`);

  await low.click();
  await expect(page).toHaveURL(/\/admin\?stock=low$/);
  await expect(low).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('row')).toHaveCount(lowBefore + 2);
  await page.getByRole('searchbox').fill(code);
  await expect(page).toHaveURL(/q=FIG-LOW&stock=low$/);
  await expect(page.getByRole('row')).toHaveCount(2);
  // What is pressed before the rows have come goes on from what was pressed last.
  let letGo = () => {};
  const gate = new Promise<void>((open) => (letGo = open));
  await page.route('**/api/v1/products?*', async (route) => {
    await gate;
    return route.continue();
  });
  await page.getByRole('columnheader', { name: 'Price' }).getByRole('link').click();
  await expect(page).toHaveURL(/q=FIG-LOW&sort=price&stock=low$/);
  const chip = page.getByRole('link', { name: 'Take “Low” away' });
  await chip.click();
  await expect(page).toHaveURL(/q=FIG-LOW&sort=price$/);
  letGo();
  // It goes with the rows of before, and so would what is selected there.
  await expect(chip).toHaveCount(0);
  await expect(low).not.toHaveAttribute('aria-current');

  await page.getByLabel('Select Higos secos').check();
  await page.locator('.bulk').getByRole('button', { name: 'Archive' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
  await expect(low).toHaveText(`Low ${lowBefore}`);
  await expect(products).toHaveText(`Products ${count - 1}`);
});

test('without JavaScript the figures lead to what runs short as well', async ({ browser, site }) => {
  const somebody = await signIn(browser, site, 'nuria@demo.example');
  const storageState = await somebody.context().storageState();
  const page = await browser.newPage({ baseURL: site, locale: 'en-GB', javaScriptEnabled: false, storageState });
  await page.goto('/admin');
  const low = page.getByRole('list', { name: 'At a glance' }).getByRole('link', { name: /^Low/ });
  await low.click();
  await expect(page).toHaveURL(/\?stock=low$/);
  await expect(page.getByRole('row')).toHaveCount((await number(low)) + 1);
  await page.getByRole('searchbox').fill('zzz');
  await page.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/q=zzz.*stock=low/);
});

test('who has opened another page gets there, whatever was typed into the search', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example');
  await taken(page);
  let letGo = () => {};
  const gate = new Promise<void>((open) => (letGo = open));
  await page.route(/\/pkg\/product_form\./, async (route) => {
    await gate;
    await route.continue();
  });
  // The time after which the search begins passes when the test says so.
  await page.clock.install();
  await page.getByRole('link', { name: 'Add product' }).click();
  await page.getByRole('searchbox').fill('typed while the form is on its way');
  await page.clock.fastForward(1000);
  letGo();
  await expect(page.getByRole('heading', { level: 1, name: 'Add product' })).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/products\/new$/);
});

test('each figure leads to what it counts, and follows what others book', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await add(page, { code: 'FIG-DAY', name: 'Dátiles', opening_quantity: 5, price_minor: 99_999_00 });
  const [row, figures] = [await rowOf(page, 'FIG-DAY'), page.getByRole('list', { name: 'At a glance' })];
  const [products, moved, value] = [/^Products/, /^Moved in 24 h/, /^Value/].map((name) => figures.getByRole('link', { name }));
  const before = await number(moved.locator('strong'));
  const seller = await signIn(browser, site, 'inaki@demo.example', phone);
  await (await rowOf(seller, 'FIG-DAY')).getByRole('button', { name: /^Retirar/ }).click();
  await seller.getByLabel('Cantidad').press('Enter');
  await expect(row.locator('.amount')).toContainText('4');
  await expect(moved.locator('strong')).toHaveText(String(before + 1));

  await value.click();
  await expect(page).toHaveURL(/\/admin\?sort=-price$/);
  await expect(value).toHaveAttribute('aria-current', 'true');
  await expect(page.locator('tbody').getByRole('row').first()).toContainText('Dátiles');
  await products.click();
  await expect(page).toHaveURL(/\/admin$/);
  await expect(products).toHaveAttribute('aria-current', 'true');
  await moved.click();
  await expect(page).toHaveURL(/\/admin\/journal\?from=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A00Z$/);
  await expect(page.getByRole('row').nth(1)).toContainText('Dátiles');
});

test('en un teléfono las cinco cifras caben y se pueden pulsar', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', phone);
  const tiles = page.getByRole('list', { name: 'De un vistazo' }).getByRole('link');
  await expect(tiles).toHaveText([/^Productos/, /^Quedan pocos/, /^Agotado/, /^Movimientos en 24 h/, /^Valor/]);
  for (const tile of await tiles.all()) {
    const box = await tile.boundingBox();
    expect(box!.height).toBeGreaterThanOrEqual(44);
    expect(box!.x + box!.width).toBeLessThanOrEqual(360);
  }
  await tiles.nth(3).click();
  await expect(page).toHaveURL(/\/admin\/journal\?from=/);
  await expect(page.getByRole('heading', { level: 1, name: 'Historial' })).toBeVisible();
});
