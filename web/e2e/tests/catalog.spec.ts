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
