// The public catalogue, as somebody sees it whose browser runs no scripts.
import { expect, test } from '../servers';

test.use({ javaScriptEnabled: false });

test('the catalogue shows its products without JavaScript, and a product has its own page', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const first = page.locator('a[href^="/products/"]').first();
  const name = (await first.innerText()).split('\n')[0];
  await first.click();
  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}$/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
});

test('the search finds nothing for nonsense, and says so without JavaScript', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('searchbox').fill('zzzzzz');
  await page.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/\?q=zzzzzz/);
  await expect(page.locator('a[href^="/products/"]')).toHaveCount(0);
});

test('light or dark, once chosen, is so on all pages from the first moment, and follows the system again when told to', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const choose = (name: string) => page.getByRole('contentinfo').getByRole('link', { name, exact: true }).click();
  await page.goto('/shops/corner-books');
  const dark = await paper();
  await choose('Light');
  await expect(page).toHaveURL(/\/shops\/corner-books$/);
  await expect(page.getByRole('contentinfo').getByRole('link', { name: 'Light' })).toHaveAttribute('aria-current', 'true');
  const light = await paper();
  expect(light).not.toBe(dark);
  await page.goto('/login');
  expect(await paper()).toBe(light);
  await choose('System');
  expect(await paper()).toBe(dark);
});

test('the catalogue fits a small phone, on cards and in rows', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const path of ['/', '/?view=list&sort=price', '/shops/ultramarinos-lola?view=list']) {
    await page.goto(path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(360);
  }
});
