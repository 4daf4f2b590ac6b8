// Editing: many products at once, and one product by two people at once.
import { rowOf, signIn, taken } from '../sign-in';
import { expect, owner, test } from '../servers';

test('two products get one price, after a question that names them; the list stays where it was', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example');
  await page.goto('/admin?q=cafe');
  await taken(page);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByLabel('Select the 2 shown here').check();
  await expect(page.getByText('2 selected')).toBeVisible();
  await page.getByRole('button', { name: 'Set price' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('heading')).toHaveText('Set the price of 2 products?');
  await expect(dialog).toContainText('Café molido 250 g');
  await dialog.getByRole('button', { name: 'Set price' }).click();
  await expect(dialog.getByLabel('Price')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Price').fill('7.35');
  await dialog.getByRole('button', { name: 'Set price' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('cell', { name: '€7.35' })).toHaveCount(2);
  await expect(page.getByText('2 products changed')).toBeVisible();
  await expect(page.getByText('selected')).toHaveCount(0);
});

test('what stands in the way is named, and nothing is changed', async ({ browser, site }) => {
  const [page, other] = [await signIn(browser, site, 'nuria@demo.example'), await signIn(browser, site)];
  await page.goto('/admin?q=aceite+de+oliva');
  await taken(page);
  for (const box of await page.getByLabel(/^Select Aceite/).all()) await box.check();
  const row = await rowOf(other, 'ACE-5L');
  await row.getByRole('button', { name: /^Archive/ }).click();
  await expect(row).toHaveCount(0);
  await page.getByRole('button', { name: 'Hide' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Hide' }).click();
  await expect(dialog).toContainText('Aceite de oliva virgen extra 5 l: This is archived.');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await other.goto('/admin?archived=true&q=ace-5l');
  await taken(other);
  await other.getByLabel('Select Aceite de oliva virgen extra 5 l').check();
  await other.locator('.bulk').getByRole('button', { name: 'Restore' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect(other.getByText('Nothing matches')).toBeVisible();
});

test('who changes other fields than somebody else just did keeps both changes', async ({ browser, site }) => {
  const [one, other] = [await signIn(browser, site, owner.email), await signIn(browser, site, 'nuria@demo.example')];
  for (const page of [one, other]) await (await rowOf(page, 'MIE-ROM')).getByRole('link', { name: /^Edit/ }).click();
  await one.getByLabel('Price').fill('7.90');
  await other.getByLabel('Minimum').fill('9');
  await one.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(one.getByRole('heading', { level: 1, name: 'Miel de romero' })).toBeVisible();
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.getByText("Saved; somebody else's change was kept.")).toBeVisible();
  await expect(other.locator('.facts')).toContainText('€7.90');
  await expect(other.locator('.facts')).toContainText('9');
});

test('who changes the same field as somebody else just did sees both values and chooses', async ({ browser, site }) => {
  const [one, other] = [await signIn(browser, site, owner.email), await signIn(browser, site, 'nuria@demo.example')];
  for (const [price, wish] of [['6.10', 'Theirs'], ['6.30', 'Mine']]) {
    for (const page of [one, other]) await (await rowOf(page, 'CAF-500')).getByRole('link', { name: /^Edit/ }).click();
    await one.getByLabel('Price').fill(price);
    await one.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(one.getByRole('heading', { level: 1, name: 'Café en grano' })).toBeVisible();
    await other.getByLabel('Price').fill('6.60');
    await other.getByLabel('Unit').fill(`bag ${price}`);
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    const choice = other.getByRole('group', { name: 'Somebody else changed this meanwhile' });
    await expect(choice).toHaveCount(1);
    await expect(choice).toContainText(price);
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(other.getByLabel('Price')).toHaveAttribute('aria-invalid', 'true');
    await choice.getByLabel(wish).check();
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(other.getByRole('heading', { level: 1, name: 'Café en grano' })).toBeVisible();
    await expect(other.locator('.facts')).toContainText(`€${wish === 'Mine' ? '6.60' : price} / bag ${price}`);
  }
});

test('a product whose answer was lost is added once', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example');
  await page.getByRole('link', { name: 'Add product' }).click();
  // While the form is on its way the list stays, and its search asks for a "name or code".
  await page.getByLabel('Name', { exact: true }).fill('Turrón duro');
  await page.getByLabel('Code', { exact: true }).fill('TUR-DUR');
  await page.getByLabel('Price').fill('9');
  let lost = false;
  await page.route('**/api/v1/products', async (route) => {
    if (lost || route.request().method() !== 'POST') return route.continue();
    lost = true;
    await route.fetch();
    return route.abort();
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('does not answer');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Turrón duro' })).toBeVisible();
});
