// Every page and everything that opens on it, checked by axe-core: both themes, both widths, both languages.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { inside, open } from '../places';
import { assisted, desk, phone, signIn } from '../sign-in';
import { expect, owner, test } from '../servers';

/** Nothing to complain about, now. */
async function clean(page: Page, what: string): Promise<void> {
  // Colours on their way from one to the other are neither.
  await page.evaluate(() => {
    const ends = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    return Promise.all(ends.map((each) => each.finished.catch(() => null)));
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
  expect.soft(told, what).toEqual([]);
}

const ways = [
  { name: 'light, at a desk, in English', how: { ...desk, colorScheme: 'light' as const } },
  { name: 'dark, at a desk, in English', how: { ...desk, colorScheme: 'dark' as const } },
  { name: 'light, on a phone, in Spanish', how: { ...phone, colorScheme: 'light' as const } },
  { name: 'dark, on a phone, in Spanish', how: { ...phone, colorScheme: 'dark' as const } },
];

for (const { name, how } of ways) {
  test(`axe finds nothing on any page: ${name}`, async ({ browser, site }) => {
    test.setTimeout(240_000);
    const guest = await (await browser.newContext({ baseURL: site, ...how })).newPage();
    for (const path of open) {
      await guest.goto(path);
      await clean(guest, path);
    }
    const page = await signIn(browser, site, owner.email, how);
    for (const path of await inside(page)) {
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await clean(page, path);
    }
  });

  test(`axe finds nothing in what opens: ${name}`, async ({ browser, site }) => {
    test.setTimeout(120_000);
    const page = await signIn(browser, site, owner.email, how);
    await page.goto('/admin?q=mer');
    await assisted(page);
    const row = page.locator('tbody tr').first();
    await row.getByRole('button', { name: /^(Take|Retirar)/ }).click();
    await expect(row.getByRole('group')).toBeVisible();
    await clean(page, 'the small form');
    await page.keyboard.press('Escape');
    await row.getByRole('checkbox').check();
    await page.locator('.bulk').getByRole('button', { name: /price|precio/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean(page, 'the question');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: /^(Find|Buscar)/ })).toBeVisible();
    await clean(page, 'the palette');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^(Keys|Teclas)/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean(page, 'the keys');
    await page.goto('/admin/team');
    await assisted(page);
    await page.getByRole('button', { name: /^(Add person|Añadir persona)/ }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await clean(page, 'a person');
    await page.goto('/admin/count');
    await assisted(page);
    await page.getByRole('button', { name: /^(Begin|Empezar)/ }).click();
    await expect(page.locator('#one-counted')).toBeVisible();
    await page.locator('#one-counted').fill('2');
    await page.locator('#one-counted').press('Enter');
    await clean(page, 'a count');
    await page.getByRole('button', { name: /^(Review|Revisar)/ }).click();
    await expect(page.locator('.places')).toBeVisible();
    await clean(page, 'its review');
  });
}
