// A first day in the panel: sign in, add a product with a photo, take two, put it away, sign out.
import { join } from 'node:path';
import { expect, owner, test } from '../servers';

const photo = join(import.meta.dirname, 'photo.jpg');

test.beforeEach(async ({ page }) => {
  page.on('console', (message) => {
    if (message.type() === 'error') throw new Error(`the browser's console: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    throw error;
  });
});

test('an owner signs in, adds a product with a photo, takes two, archives it, and signs out', async ({ page }) => {
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Products' })).toBeVisible();

  await page.getByRole('link', { name: 'Add product' }).click();
  // While the form is on its way the list stays, and its search asks for a "name or code".
  await page.getByLabel('Name', { exact: true }).fill('Mermelada de ciruela');
  await page.getByLabel('Code', { exact: true }).fill('MER-CIR');
  await page.getByLabel('Price').fill('4.25');
  await page.getByLabel('Opening quantity').fill('7');
  await page.getByLabel('Picture').setInputFiles(photo);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mermelada de ciruela' })).toBeVisible();
  await expect(page).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}$/);

  // The photo lies on its side and says so in its EXIF block; it is shown upright.
  const picture = page.locator('main img').first();
  await expect(picture).toBeVisible();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalHeight > img.naturalWidth)).toBe(true);

  await page.getByRole('link', { name: 'Products', exact: true }).first().click();
  await page.getByRole('searchbox').fill('mer-cir');
  const row = page.getByRole('row').filter({ hasText: 'MER-CIR' });
  await expect(page.getByRole('row')).toHaveCount(2);
  await row.getByRole('button', { name: /^Take/ }).click();
  await row.getByLabel('Quantity').fill('2');
  await row.getByLabel('Quantity').press('Enter');
  await expect(row.locator('.amount')).toContainText('5');
  await expect(page.getByRole('status').filter({ hasText: '5' })).toBeVisible();

  await row.getByRole('link', { name: 'Mermelada de ciruela', exact: true }).click();
  const journal = page.getByRole('table');
  await expect(journal.getByRole('row')).toHaveCount(3);
  await expect(journal.getByRole('row').nth(1)).toContainText('Lola Vidal');

  await page.goBack();
  await row.getByRole('button', { name: /^Archive/ }).click();
  await expect(row).toHaveCount(0);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).not.toHaveURL(/\/admin/);
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/login/);
});

test('a wrong password and a used code are told in words beside what they concern', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill('not the right one');
  // The browser reports the refused request in its console, which is right here.
  page.removeAllListeners('console');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText(/e-mail or the password/i);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Add product' }).click();
  // While the form is on its way the list stays, and its search asks for a "name or code".
  await page.getByLabel('Name', { exact: true }).fill('Another coffee');
  await page.getByLabel('Code', { exact: true }).fill('cáf-250');
  await page.getByLabel('Price').fill('3');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await expect(code).toBeFocused();
});

test('a viewer sees the products and no way to change them', async ({ page }) => {
  await page.goto('/login');
  await page.getByLabel('E-mail').fill('carmen@demo.example');
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('row')).not.toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Add product' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Take/ })).toHaveCount(0);
});

test('the panel speaks Spanish to a browser that prefers it', async ({ browser, site }) => {
  const page = await browser.newPage({ baseURL: site, locale: 'es-ES' });
  await page.goto('/login');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Iniciar sesión');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
});
