// The pages of the office in the hand of somebody who speaks Spanish: all of it is there, and nothing is wider than the phone.
import type { Page } from '@playwright/test';
import { inside } from '../places';
import { add, assisted, phone, rowOf, signIn } from '../sign-in';
import { expect, owner, test } from '../servers';

async function fits(page: Page): Promise<void> {
  const { wide, what } = await page.evaluate(() => {
    const within = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll('main *')].filter((each) => each.getBoundingClientRect().right > within + 1 && !each.closest('.scroll, .sheet-of-labels'));
    return { wide: document.documentElement.scrollWidth - within, what: over.slice(0, 3).map((each) => each.outerHTML.slice(0, 120)) };
  });
  expect({ wide, what }, page.url()).toEqual({ wide: 0, what: [] });
}

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await assisted(page);
  await fits(page);
}

test('no page is wider than a phone', async ({ browser, site }) => {
  test.setTimeout(120_000);
  const page = await signIn(browser, site, owner.email, phone);
  for (const path of await inside(page)) {
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await fits(page);
  }
});

test('the owner adds a person, changes what that person may do, and finds both among the edits', async ({ browser, site }) => {
  const page = await signIn(browser, site, owner.email, phone);
  await open(page, 'Equipo');
  await page.getByRole('button', { name: 'Añadir persona' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Nombre').fill('Pilar Cano');
  await form.getByLabel('Correo electrónico').fill('pilar@demo.example');
  await form.getByLabel('Contraseña').fill(owner.password);
  await form.getByRole('button', { name: 'Guardar' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'pilar@demo.example' });
  await expect(card).toContainText('Dependiente');
  await card.getByRole('button', { name: /^Editar/ }).click();
  await form.getByLabel('Función').selectOption('manager');
  await form.getByRole('button', { name: 'Guardar' }).click();
  await expect(card).toContainText('Encargado');
  await fits(page);
  await page.goto('/admin/audit');
  await assisted(page);
  await expect(page.getByRole('listitem').filter({ hasText: 'Pilar Cano' }).filter({ hasText: 'Función' }).first()).toContainText('Encargado');
  await fits(page);
});

test('a session elsewhere is ended, the status is seen, a movement is undone in the journal', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', phone);
  await signIn(browser, site, 'nuria@demo.example', phone);
  await open(page, 'Mi cuenta');
  const ends = page.getByRole('button', { name: 'Terminar' });
  const before = await ends.count();
  await ends.first().click();
  await expect(ends).toHaveCount(before - 1);
  await open(page, 'Estado');
  await expect(page.getByText('Base de datos')).toBeVisible();
  await expect(page.getByText('Funciona').first()).toBeVisible();
  await add(page, { code: 'TLF-1', name: 'Cosa del teléfono', opening_quantity: 5 });
  const row = await rowOf(page, 'TLF-1');
  await row.getByRole('button', { name: /^Retirar/ }).click();
  await row.getByLabel('Cantidad').fill('2');
  await row.getByLabel('Cantidad').press('Enter');
  await expect(row.locator('.amount')).toContainText('3');
  await open(page, 'Historial');
  const line = page.getByRole('row').filter({ hasText: 'Cosa del teléfono' }).first();
  await expect(line).toContainText('5 → 3');
  await line.getByRole('button', { name: /^Deshacer/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Cosa del teléfono' }).first()).toContainText('Anulación');
});

test('a sheet is understood, tried and imported', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', phone);
  await page.getByRole('link', { name: 'Importar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Importar productos' })).toBeVisible();
  await assisted(page);
  const sheet = 'Código;Nombre;Precio;Existencias\r\nTLF-2;Hoja del teléfono;1,50;4\r\n';
  await page.locator('input[type=file]').setInputFiles({ name: 'hoja.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await expect(page.getByRole('row').filter({ hasText: 'TLF-2' })).toContainText('Nuevo');
  await fits(page);
  await page.getByRole('button', { name: 'Importar 1 producto' }).click();
  await expect(page.getByRole('region', { name: 'Importado' })).toBeVisible();
  await fits(page);
  await expect((await rowOf(page, 'TLF-2')).locator('.amount')).toContainText('4');
});
