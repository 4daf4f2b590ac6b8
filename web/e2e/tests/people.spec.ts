// What people do about themselves and their team, and what happens when two work at once.
import { join } from 'node:path';
import { signIn } from '../sign-in';
import { expect, owner, test } from '../servers';

const photo = join(import.meta.dirname, 'photo.jpg');

test('somebody opens a shop, names it anew, adds a picture of themselves, and sees nothing of other shops', async ({ page }) => {
  await page.goto('/register');
  await page.getByLabel('Shop name').fill('Kiosko Sol');
  await page.getByLabel('Your name').fill('Sol Ibáñez');
  await page.getByLabel('E-mail').fill('sol@kiosko.example');
  await page.getByLabel('Password').fill('cuatro sillas azules');
  await page.getByRole('button', { name: 'Open a shop' }).click();
  await expect(page).toHaveURL(/\/admin$/);
  await expect(page.getByText('There are no products yet')).toBeVisible();

  await page.getByRole('link', { name: 'Account' }).click();
  await page.getByLabel('Shop name').fill('Kiosko Luna');
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByRole('link', { name: 'Kiosko Luna' })).toBeVisible();
  await page.locator('input[name=picture]').setInputFiles(photo);
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await expect(page.locator('main img')).toHaveAttribute('src', /^\/api\/v1\/images\//);
});

test('a person whose picture was refused can sign in all the same', async ({ browser, site }) => {
  const page = await signIn(browser, site, owner.email);
  await page.getByRole('link', { name: 'Team' }).click();
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Tomás Rey');
  await dialog.getByLabel('E-mail').fill('tomas@demo.example');
  await dialog.getByLabel('Password').fill(owner.password);
  const file = dialog.locator('input[name=picture]');
  await file.setInputFiles({ name: 'letter.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(file).toHaveAttribute('aria-invalid', 'true');
  await file.setInputFiles(photo);
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  const card = page.getByRole('listitem').filter({ hasText: 'tomas@demo.example' });
  await expect(card.locator('img')).toBeVisible();
  await expect(card).not.toContainText('No access');
});

test('a session that is ended elsewhere asks for the login, and then leads on', async ({ browser, site }) => {
  // Nobody else signs in as her, so these are all the sessions there are.
  const [phone, desk] = [await signIn(browser, site, 'grace@demo.example'), await signIn(browser, site, 'grace@demo.example')];
  await desk.getByRole('link', { name: 'Account' }).click();
  await desk.getByRole('button', { name: 'End' }).first().click();
  await expect(desk.getByRole('button', { name: 'End' })).toHaveCount(0);
  await phone.getByRole('link', { name: 'Team' }).click();
  await phone.getByRole('dialog').getByLabel('Password').fill(owner.password);
  await phone.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await expect(phone.getByRole('heading', { level: 1, name: 'Team' })).toBeVisible();
  await expect(phone.getByText('Grace Oduya').first()).toBeVisible();
});

test('stock that two people take at once is never taken twice', async ({ browser, site }) => {
  const pages = [await signIn(browser, site, owner.email), await signIn(browser, site, 'inaki@demo.example')];
  for (const page of pages) {
    await page.getByRole('searchbox').fill('que-cur');
    const row = page.getByRole('row').filter({ hasText: 'QUE-CUR' });
    await expect(page.getByRole('row')).toHaveCount(2);
    await row.getByRole('button', { name: /^Take/ }).click();
    const all = (await row.locator('.amount').innerText()).replace(/\D/g, '');
    await row.getByLabel('Quantity').fill(all);
  }
  for (const page of pages) await page.getByLabel('Quantity').press('Enter');
  // Whoever of them is first.
  const outcome = async (page: (typeof pages)[0]) => {
    if (await page.locator('input[aria-invalid=true]').count()) return 'refused';
    return /^0\b/.test(await page.locator('.amount').innerText()) ? 'booked' : 'waiting';
  };
  await expect.poll(async () => (await Promise.all(pages.map(outcome))).sort()).toEqual(['booked', 'refused']);
});

test('without JavaScript one can still sign in and out', async ({ browser, site }) => {
  const page = await browser.newPage({ baseURL: site, locale: 'en-GB', javaScriptEnabled: false });
  await page.goto('/admin/team');
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/admin\/team$/);
  await expect(page.getByRole('heading', { name: 'Carmen Olmo' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto('/admin');
  await expect(page).toHaveURL(/\/login/);
});
