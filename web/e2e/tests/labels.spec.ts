// Labels to print: of chosen products, on the paper that is there.
import { add, desk, phone, signIn, taken } from '../sign-in';
import { expect, test } from '../servers';

test('labels of chosen products show name, price and both codes, as many as are wanted', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  for (const number of [1, 2]) await add(page, { code: `ETI-${number}`, name: `Etiqueta ${number}`, price_minor: 1250, barcode: '8437000001010' });
  await page.goto('/admin?q=eti-&sort=code');
  await taken(page);
  for (const box of await page.getByLabel(/^Select Etiqueta/).all()) await box.check();
  await page.locator('.bulk').getByRole('link', { name: 'Labels' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Labels' })).toBeVisible();
  const labels = page.locator('.label');
  await expect(labels).toHaveCount(2);
  await expect(labels.first()).toContainText('€12.50');
  const drawn = () => labels.first().locator('img').evaluateAll((all) => (all as HTMLImageElement[]).every((img) => img.complete && img.naturalWidth > 0));
  await expect.poll(drawn).toBe(true);
  await page.getByLabel('Copies of each').fill('3');
  await page.getByLabel('Begin at label').fill('5');
  await page.getByLabel('Price').selectOption('No');
  await page.getByLabel('Paper').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/copies=3/);
  // Four places that are used already, and six labels.
  await expect(labels).toHaveCount(10);
  await expect(page.locator('.label .price')).toHaveCount(0);
});

test('only the labels are printed, in their size', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await page.goto('/admin/labels?q=aceite&sheet=65');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
  await expect(page.getByRole('navigation').first()).toBeHidden();
  const box = await page.locator('.label').first().boundingBox();
  // 38.1 by 21.2 millimetres, at 96 pixels an inch.
  expect(Math.round(box!.width)).toBe(144);
  expect(Math.round(box!.height)).toBe(80);
});

test('without a script, on a phone and in Spanish, they are there as well', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  const bare = await browser.newContext({ baseURL: site, locale: 'es-ES', viewport: { width: 360, height: 740 }, javaScriptEnabled: false, storageState: await page.context().storageState() });
  const plain = await bare.newPage();
  await plain.goto('/admin/labels?q=aceite');
  await expect(plain.locator('.label')).not.toHaveCount(0);
  await plain.getByLabel('Copias de cada una').fill('2');
  await plain.getByRole('button', { name: 'Mostrar' }).click();
  await expect(plain).toHaveURL(/copies=2/);
});
