// A stock-take on a phone: counted one by one, kept in the browser, booked once.
import type { Page } from '@playwright/test';
import { add, assisted, desk, phone, rowOf, signIn, take, taken } from '../sign-in';
import { expect, test } from '../servers';

/** Three products of the test's own, and a stock-take of them begun on a phone, in Spanish. */
async function begin(page: Page, prefix: string): Promise<void> {
  for (const [number, quantity] of [[1, 5], [2, 7], [3, 9]]) {
    await add(page, { code: `${prefix}-${number}`, name: `Cosa ${prefix} ${number}`, opening_quantity: quantity });
  }
  await page.goto('/admin/count');
  await taken(page);
  await page.getByLabel('Qué se cuenta').selectOption('Los que encuentra la búsqueda');
  await page.getByLabel('Buscar por nombre o código').fill(`${prefix}-`);
  await page.getByRole('button', { name: 'Empezar' }).click();
  await expect(page.getByText('0 de 3 contados')).toBeVisible();
}

/** Counts what is on the screen. */
async function count(page: Page, name: string, quantity: number): Promise<void> {
  await expect(page.getByRole('heading', { level: 2, name })).toBeVisible();
  await page.getByLabel('Cantidad contada').fill(String(quantity));
  await page.getByRole('button', { name: 'Siguiente' }).tap();
}

test('what differs is reviewed, booked, and found in the journal; a reload in between loses nothing', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  await begin(page, 'RA');
  await count(page, 'Cosa RA 1', 4);
  await page.reload();
  await expect(page.getByText('1 de 3 contados')).toBeVisible();
  await count(page, 'Cosa RA 2', 7);
  // Any other product comes by its code.
  await page.getByLabel('Código o código de barras').fill('ra-3');
  await page.getByLabel('Código o código de barras').press('Enter');
  await count(page, 'Cosa RA 3', 12);
  await page.getByRole('button', { name: 'Revisar' }).tap();
  await expect(page.getByText('1 producto está como en el libro. Diferencia: +2.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cosa RA 1' })).toContainText('5 → 4 (−1)');
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Todo lo contado está apuntado.')).toBeVisible();
  await page.getByRole('link', { name: 'Ver en el historial de la tienda' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Cosa RA 3' })).toContainText('9 → 12');
});

test('in a dead spot it waits and is booked once, also when the answer was lost', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  await begin(page, 'RB');
  for (const number of [1, 2, 3]) await count(page, `Cosa RB ${number}`, 1);
  await page.getByRole('button', { name: 'Revisar' }).tap();
  const keys: string[] = [];
  await page.route('**/api/v1/movements', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    keys.push(route.request().headers()['idempotency-key']);
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Nada se pierde')).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Nada se pierde')).toBeVisible();
  // The browser may be closed meanwhile: what was on its way goes on by itself.
  await page.context().setOffline(false);
  await expect(page.getByText('Todo lo contado está apuntado.')).toBeVisible();
  expect(new Set(keys).size).toBe(1);
  const counts = await page.request.get('/api/v1/movements?kind=count&limit=100');
  const ours = (await counts.json()).items.filter((each: { product_code: string }) => each.product_code.startsWith('RB-'));
  expect(ours).toHaveLength(3);
});

test('what was on its way when the page was left goes on by itself, and a count may be corrected before', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  await begin(page, 'RE');
  for (const number of [1, 2, 3]) await count(page, `Cosa RE ${number}`, 1);
  // Back to the one before, and two more of it.
  await page.getByLabel('Código o código de barras').fill('RE-2');
  await page.getByLabel('Código o código de barras').press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Cosa RE 2' })).toBeVisible();
  await page.getByRole('button', { name: 'Anterior' }).tap();
  await expect(page.getByRole('heading', { level: 2, name: 'Cosa RE 1' })).toBeVisible();
  await page.getByRole('button', { name: 'Uno más' }).tap();
  await page.getByRole('button', { name: 'Uno más' }).tap();
  await page.getByRole('button', { name: 'Uno menos' }).tap();
  await expect(page.getByLabel('Cantidad contada')).toHaveValue('2');
  await page.getByRole('button', { name: 'Siguiente' }).tap();
  await page.getByRole('button', { name: 'Revisar' }).tap();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cosa RE 1' })).toContainText('5 → 2 (−3)');
  await page.route('**/api/v1/movements', async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Nada se pierde')).toBeVisible();
  // What is counted after that is not booked before it was reviewed.
  await page.getByRole('button', { name: 'Seguir contando' }).tap();
  await add(page, { code: 'RE-4', name: 'Cosa RE 4', opening_quantity: 2 });
  await page.getByLabel('Código o código de barras').fill('RE-4');
  await page.getByLabel('Código o código de barras').press('Enter');
  await count(page, 'Cosa RE 4', 1);
  await page.unroute('**/api/v1/movements');
  await page.reload();
  await page.getByRole('button', { name: 'Revisar' }).tap();
  await expect(page.getByRole('listitem').filter({ hasText: 'Cosa RE 1' })).toContainText('Apuntado');
  await expect(page.getByRole('listitem').filter({ hasText: 'Cosa RE 4' })).not.toContainText('Apuntado');
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Todo lo contado está apuntado.')).toBeVisible();
  const counts = await page.request.get('/api/v1/movements?kind=count&limit=100');
  const ours = (await counts.json()).items.filter((each: { product_code: string }) => each.product_code.startsWith('RE-'));
  expect(ours).toHaveLength(4);
});

test('what somebody sold in between is told for its line, and the rest is booked', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  await begin(page, 'RC');
  for (const number of [1, 2, 3]) await count(page, `Cosa RC ${number}`, 2);
  await page.getByRole('button', { name: 'Revisar' }).tap();
  const other = await signIn(browser, site, 'inaki@demo.example', desk);
  const row = await rowOf(other, 'RC-2');
  await take(row, 1);
  await expect(row.locator('.amount')).toContainText('6');
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  const line = page.getByRole('listitem').filter({ hasText: 'Cosa RC 2' });
  await expect(line).toContainText('Se movió después de contarlo');
  await expect(line).toContainText('6 → 2');
  await expect(page.getByRole('listitem').filter({ hasText: 'Cosa RC 1' })).toContainText('Apuntado');
  await line.getByRole('button', { name: 'Vale lo contado' }).tap();
  await page.getByRole('button', { name: 'Apuntar el recuento' }).tap();
  await expect(page.getByText('Todo lo contado está apuntado.')).toBeVisible();
});

test('at a desk what is scanned is counted, and a second tab shows the same', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await add(page, { code: 'RD-1', name: 'Thing RD', barcode: '8400000000123', opening_quantity: 3 });
  await page.goto('/admin/count');
  await assisted(page);
  await page.getByLabel('What is counted').selectOption('What I scan');
  await page.getByRole('button', { name: 'Begin' }).click();
  const code = page.getByLabel('Code or barcode');
  await code.fill('8400000000124');
  await code.press('Enter');
  await expect(page.getByText('does not exist').or(page.getByText('not found', { exact: false }))).toBeVisible();
  await code.fill('8400000000123');
  await code.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: 'Thing RD' })).toBeVisible();
  const second = await page.context().newPage();
  await second.goto('/admin/count');
  await expect(second.getByText('0 of 1 counted')).toBeVisible();
  await page.getByLabel('Counted quantity').fill('3');
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(second.getByText('1 of 1 counted')).toBeVisible();
});

test('who may not book sees why, and nothing else', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'carmen@demo.example', phone);
  page.removeAllListeners('console');
  await page.goto('/admin/count');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Empezar' })).toHaveCount(0);
});
