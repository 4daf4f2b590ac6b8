// A session that ends while somebody works: what was typed stays, and the login comes to the page.
import { add, assisted, desk, phone, rowOf, signIn, taken } from '../sign-in';
import { expect, owner, test } from '../servers';
import type { Browser, Page } from '@playwright/test';

/** The same person ends all other sessions, elsewhere, under Account. */
async function endElsewhere(browser: Browser, site: string, email: string) {
  const page = await signIn(browser, site, email);
  await page.goto('/admin/account');
  await taken(page);
  const others = page.locator('.places').getByRole('button', { name: 'End' });
  for (let left = await others.count(); left > 0; left--) {
    await others.first().click();
    await expect(others).toHaveCount(left - 1);
  }
  await page.context().close();
}

/** Signs in within the dialog. */
async function signInThere(page: Page, password = owner.password) {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/Password|Contraseña/).fill(password);
  await dialog.getByLabel(/Password|Contraseña/).press('Enter');
}

async function edited(page: Page, code: string, name: string) {
  await add(page, { code, name, price_minor: 250, opening_quantity: 4 });
  await (await rowOf(page, code)).getByRole('link', { name: /^Edit/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(`${name} grande`);
  await page.getByLabel('Price').fill('4.75');
}

for (const [name, how] of [['at a desk', desk], ['on a phone', { ...phone, locale: 'en-GB' }]] as const) {
  test(`the form stays, the login comes, and what was pressed is done, ${name}`, async ({ browser, site }) => {
    const email = 'nuria@demo.example';
    const page = await signIn(browser, site, email, how);
    const code = name === 'at a desk' ? 'SES-1' : 'SES-2';
    await edited(page, code, 'Salsa de prueba');
    await endElsewhere(browser, site, email);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await expect(dialog).toBeVisible();
    await expect(dialog.getByLabel('E-mail')).toHaveValue(email);
    await expect(dialog.getByLabel('Password')).toBeFocused();
    await signInThere(page, 'not the password');
    await expect(dialog.getByRole('alert')).toContainText('not right');
    await signInThere(page);
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('heading', { level: 1, name: 'Salsa de prueba grande' })).toBeVisible();
    await expect(page.locator('.facts')).toContainText('€4.75');
  });
}

test('una venta espera a que se inicie sesión y se apunta una vez', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example', phone);
  const manager = await signIn(browser, site, 'nuria@demo.example');
  await add(manager, { code: 'SES-3', name: 'Vinagre de prueba', opening_quantity: 9 });
  const row = await rowOf(page, 'SES-3');
  await assisted(page);
  await row.getByRole('button', { name: /^Retirar/ }).click();
  await row.getByLabel('Cantidad').fill('4');
  await row.getByLabel('Nota').fill('para la terraza');
  await endElsewhere(browser, site, 'inaki@demo.example');
  await row.getByLabel('Nota').press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Tu sesión ha terminado' });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByLabel('Correo')).toHaveValue('inaki@demo.example');
  await signInThere(page);
  await expect(dialog).toBeHidden();
  await expect(row.locator('.amount')).toContainText('5');
  await expect(page.getByText('Retirado 4 · ahora 5')).toBeVisible();
  const found = await (await page.request.get('/api/v1/products?q=SES-3')).json();
  const journal = await (await page.request.get(`/api/v1/products/${found.items[0].id}/movements`)).json();
  expect(journal.items.map((each: { delta: number; note: string }) => [each.delta, each.note])).toEqual([[-4, 'para la terraza'], [9, '']]);
});

test('who does not want to sign in keeps what was typed, and may do so later', async ({ browser, site }) => {
  const email = 'nuria@demo.example';
  const page = await signIn(browser, site, email, desk);
  await edited(page, 'SES-4', 'Pimienta de prueba');
  await endElsewhere(browser, site, email);
  const dialog = page.getByRole('dialog');
  for (const leave of [() => page.keyboard.press('Escape'), () => dialog.getByRole('button', { name: 'Cancel' }).click()]) {
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(dialog).toBeVisible();
    await leave();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole('alert')).toContainText('Sign in');
    await expect(page.getByLabel('Price')).toHaveValue('4.75');
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await signInThere(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Pimienta de prueba grande' })).toBeVisible();
});

test('many requests ask once, and whoever is of another shop begins anew', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example', desk);
  await assisted(page);
  const shop = await page.locator('.brand').innerText();
  await endElsewhere(browser, site, 'inaki@demo.example');
  // The list and the figures are asked for.
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  const dialog = page.locator('dialog[open]');
  await expect(dialog).toHaveCount(1);
  await dialog.getByLabel('E-mail').fill('andres@demo.example');
  await signInThere(page);
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.brand')).not.toHaveText(shop);
  await expect(page.getByRole('heading', { level: 1, name: 'Products' })).toBeVisible();
});

test('a page that is opened without a session still leads to the login and back', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'inaki@demo.example', desk);
  await endElsewhere(browser, site, 'inaki@demo.example');
  await page.goto('/admin/journal');
  await expect(page).toHaveURL(/\/login\?next=%2Fadmin%2Fjournal$/);
});
