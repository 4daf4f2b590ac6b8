// Keys that work everywhere, the palette, and the same by pointer.
import type { Page } from '@playwright/test';
import { assisted, desk, phone, signIn } from '../sign-in';
import { expect, test } from '../servers';

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

test('letters lead to pages, and stay letters where somebody types', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await assisted(page);
  await page.keyboard.press('g');
  await page.keyboard.press('j');
  await heading(page, 'Journal');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await heading(page, 'Products');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('n?gj/');
  await expect(page.getByRole('searchbox')).toHaveValue('n?gj/');
  await heading(page, 'Products');
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  await heading(page, 'Add product');
});

test('the palette finds products and pages, by keys alone, and gives the focus back', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await assisted(page);
  const add = page.getByRole('link', { name: 'Add product' });
  await add.focus();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Find products and pages' });
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(add).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ace-1l');
  await expect(page.getByRole('option', { name: /Aceite de oliva virgen extra 1 l/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await heading(page, 'Aceite de oliva virgen extra 1 l');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('team', { delay: 50 });
  await page.keyboard.press('Enter');
  await heading(page, 'Team');
  // Away from the list, the key for the search opens it, too.
  await page.keyboard.press('/');
  await expect(field).toBeFocused();
  await page.keyboard.type('zzzz');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
});

test('on a phone, in Spanish, everything is there by pointer', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example', phone);
  await assisted(page);
  await page.getByRole('button', { name: 'Teclas' }).tap();
  const keys = page.getByRole('dialog', { name: 'Teclas' });
  await expect(keys).toContainText('Historial');
  await keys.getByRole('button', { name: 'Cerrar' }).tap();
  await expect(keys).toBeHidden();
  await page.getByRole('button', { name: 'Buscar' }).first().tap();
  // A clerk edits nothing, so nothing of that is offered.
  await expect(page.getByRole('option', { name: 'Recuento' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'Añadir producto' })).toHaveCount(0);
  await page.getByRole('option', { name: 'Historial' }).tap();
  await heading(page, 'Historial');
});

for (const [how, width] of [[phone, 360], [desk, 1440]] as const) {
  test(`the frame fits ${width} pixels: nothing is cut off, and it stays where it is`, async ({ browser, site }) => {
    const page = await signIn(browser, site, 'lola@demo.example', how);
    await assisted(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
    const nav = page.getByRole('navigation', { name: /Navigation|Navegación/ });
    await nav.getByRole('link').last().scrollIntoViewIfNeeded();
    await expect(nav.getByRole('link').last()).toBeInViewport();
    await page.mouse.wheel(0, 2000);
    await expect(nav.getByRole('link').last()).toBeInViewport();
  });
}
