// The form of a product: what it suggests, what it keeps from being lost, and where its picture may come from.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { add, assisted, desk, phone, rowOf, signIn } from '../sign-in';
import { expect, owner, test } from '../servers';

const photo = readFileSync(join(import.meta.dirname, 'photo.jpg')).toString('base64');

async function newForm(page: Page, path = '/admin/products/new') {
  await page.goto(path);
  await assisted(page);
  return { name: page.locator('#product-name'), code: page.locator('#product-code'), price: page.locator('#product-price_minor') };
}

/** Lets go of the photo over the page, or pastes it. */
async function bring(page: Page, how: 'drop' | 'paste') {
  await page.evaluate(
    ([how, photo]) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(photo), (sign) => sign.charCodeAt(0));
      data.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
      const options = { bubbles: true, cancelable: true };
      const event =
        how === 'drop' ? new DragEvent('drop', { ...options, dataTransfer: data }) : new ClipboardEvent('paste', { ...options, clipboardData: data });
      document.querySelector('main')!.dispatchEvent(event);
    },
    [how, photo] as const,
  );
}

test('a code is suggested from the name, and one after the other is added', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  const { name, code, price } = await newForm(page);
  await name.fill('Galletas de avena');
  await name.blur();
  await expect(code).toHaveValue('GAL-AVE');
  // Another name, another code, unless somebody has given one.
  await name.fill('Galletas de limón');
  await name.blur();
  await expect(code).toHaveValue('GAL-LIM');
  await price.fill('2.10');
  await page.getByLabel('Unit').fill('box');
  await page.getByRole('button', { name: 'Save and add another' }).click();
  await expect(page.getByText('“Galletas de limón” is saved.')).toBeVisible();
  await expect(name).toHaveValue('');
  await expect(name).toBeFocused();
  await expect(page.getByLabel('Unit')).toHaveValue('box');
  await expect(price).toHaveValue('');
  await name.fill('Galletas de limón');
  await name.blur();
  await expect(code).toHaveValue('GAL-LIM-2');
  await code.fill('MINE-1');
  await name.fill('Galletas de naranja');
  await name.blur();
  await price.fill('2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Galletas de naranja' })).toBeVisible();
  await expect(page.locator('.facts')).toContainText('MINE-1');
});

test('a product like another begins with what both share', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await (await rowOf(page, 'MER-NAR')).locator('.name').getByRole('link').click();
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Add product' })).toBeVisible();
  await expect(page.locator('#product-name')).toHaveValue(/^Mermelada/);
  await expect(page.locator('#product-code')).toHaveValue(/^MER-NAR-\d+$/);
  await expect(page.locator('#product-price_minor')).not.toHaveValue('');
  await expect(page.locator('#product-barcode')).toHaveValue('');
  // Another one is not like it.
  await page.keyboard.press('n');
  await expect(page.locator('#product-name')).toHaveValue('');
  await page.goBack();
  await expect(page.locator('#product-code')).toHaveValue(/^MER-NAR-\d+$/);
  // Nobody has typed anything yet.
  await page.getByRole('link', { name: 'Journal' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Journal' })).toBeVisible();
});

test('what was typed is not left behind unasked: by a link, a key, the way back, a closed tab', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await page.getByRole('link', { name: 'Add product' }).click();
  await assisted(page);
  const name = page.locator('#product-name');
  await name.fill('Half a product');
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  const ways = [
    () => page.getByRole('link', { name: 'Journal' }).click(),
    () => page.getByRole('button', { name: 'Cancel' }).click(),
    () => page.goBack(),
    async () => {
      await page.getByRole('heading', { level: 1 }).click();
      await page.keyboard.press('g');
      await page.keyboard.press('j');
    },
  ];
  for (const way of ways) {
    await test.step(way.toString(), way);
    await expect(asked).toBeVisible();
    await asked.getByRole('button', { name: 'Stay' }).click();
    await expect(asked).toBeHidden();
    await expect(page).toHaveURL(/\/admin\/products\/new$/);
    await expect(name).toHaveValue('Half a product');
  }
  // Taken back and typed again, it is asked about again; where one is already nobody goes.
  await name.fill('');
  await page.goBack();
  await name.fill('Half a product');
  await page.goBack();
  await asked.getByRole('button', { name: 'Stay' }).click();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  await expect(asked).toBeHidden();
  await expect(name).toHaveValue('Half a product');
  const [question] = await Promise.all([page.waitForEvent('dialog'), page.close({ runBeforeUnload: true })]);
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await page.getByRole('link', { name: 'Journal' }).click();
  await asked.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(/\/admin\/journal$/);
  const { name: again } = await newForm(page);
  await page.goto('/admin/team');
  await assisted(page);
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('n');
  await again.fill('Back from here');
  await page.goBack();
  await asked.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(/\/admin\/team$/);
  // What was saved is nobody's loss.
  const other = await newForm(page);
  await other.name.fill('A whole product');
  await other.name.blur();
  await other.price.fill('1');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'A whole product' })).toBeVisible();
});

test('a picture is dropped or pasted, taken back before it is saved and after', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await add(page, { code: 'PIC-1', name: 'Pictured' });
  await edit(page, 'PIC-1');
  const preview = page.locator('.upload img');
  await bring(page, 'drop');
  await expect(preview).toHaveAttribute('src', /^blob:/);
  await page.getByRole('button', { name: 'Undo the choice' }).click();
  await expect(preview).toHaveCount(0);
  // What was chosen and undone is nothing to be asked about.
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pictured' })).toBeVisible();
  await edit(page, 'PIC-1');
  await bring(page, 'paste');
  await expect(preview).toHaveAttribute('src', /^blob:/);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const shown = page.locator('.item img');
  await expect(shown).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(page.locator('.item img')).toHaveCount(0);

  // One that was there before comes back.
  await bringOne(page, 'PIC-1');
  const first = await shown.getAttribute('src');
  await bringOne(page, 'PIC-1', true);
  await expect(shown).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(shown).toBeVisible();
  expect(first).not.toBeNull();
});

// The form is on the page, and not only asked for: what is dropped before is dropped on the list.
async function edit(page: Page, code: string) {
  await (await rowOf(page, code)).getByRole('link', { name: /^Edit/ }).click();
  await expect(page.locator('.upload')).toBeVisible();
  await assisted(page);
}

async function bringOne(page: Page, code: string, remove = false) {
  await edit(page, code);
  if (remove) await page.getByLabel('Remove the picture').check();
  else {
    await bring(page, 'drop');
    // It is read first.
    await expect(page.locator('.upload img')).toHaveAttribute('src', /^blob:/);
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/products\/[0-9a-f-]{36}$/);
}

test('on a phone, in Spanish: a photo from the camera, and two values to choose from', async ({ browser, site }) => {
  const here = await signIn(browser, site, owner.email, { ...phone, isMobile: true });
  const other = await signIn(browser, site, 'nuria@demo.example', desk);
  await add(here, { code: 'TEL-1', name: 'Teléfono', price_minor: 500 });
  for (const page of [here, other]) {
    await page.goto('/admin?q=TEL-1');
    await assisted(page);
    await page.getByRole('link', { name: /^(Editar|Edit) Teléfono/ }).click();
    await assisted(page);
  }
  const [chooser] = await Promise.all([here.waitForEvent('filechooser'), here.getByRole('button', { name: 'Hacer una foto' }).click()]);
  expect(await chooser.element().getAttribute('capture')).toBe('environment');
  await chooser.setFiles(join(import.meta.dirname, 'photo.jpg'));
  await expect(here.locator('.upload img')).toHaveAttribute('src', /^blob:/);
  await expect(other.getByRole('button', { name: 'Take a photo' })).toBeHidden();

  await other.locator('#product-price_minor').fill('6.00');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(other.locator('.facts')).toContainText('€6.00');
  await here.locator('#product-price_minor').fill('7,50');
  await here.getByRole('button', { name: 'Guardar', exact: true }).click();
  const choice = here.getByRole('group', { name: 'Otra persona lo cambió mientras tanto' });
  await expect(choice).toContainText('7,50');
  await expect(choice).toContainText('6,00');
  const wide = await here.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(360);
  await choice.getByLabel(/^Lo mío/).check();
  await here.getByRole('button', { name: 'Guardar', exact: true }).click();
  await expect(here.locator('.facts')).toContainText('7,50');
  await expect(here.locator('.item img')).toBeVisible();
});

test('the page of a product: its edits for the owner, the way back from the archive, its minimum in the chart', async ({ browser, site }) => {
  const page = await signIn(browser, site, owner.email, desk);
  await add(page, { code: 'PAGE-1', name: 'Paged', opening_quantity: 9, min_quantity: 4 });
  const row = await rowOf(page, 'PAGE-1');
  await row.locator('.name').getByRole('link').click();
  await page.locator('.panel-stock').getByRole('button', { name: /^Take/ }).click();
  await page.locator('.panel-stock').getByLabel('Quantity').press('Enter');
  await expect(page.locator('.chart .minimum')).toHaveCount(1);
  await page.getByText('Edits', { exact: true }).click();
  await expect(page.getByRole('list', { name: 'Edits' }).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'All edits' })).toBeVisible();

  const again = await rowOf(page, 'PAGE-1');
  await again.getByRole('button', { name: /^Archive/ }).click();
  await page.goBack();
  await page.reload();
  await assisted(page);
  await expect(page.getByText('Archived', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible();

  const clerk = await signIn(browser, site, 'inaki@demo.example', desk);
  await (await rowOf(clerk, 'PAGE-1')).locator('.name').getByRole('link').click();
  await expect(clerk.getByRole('heading', { level: 1, name: 'Paged' })).toBeVisible();
  await expect(clerk.getByText('Edits', { exact: true })).toHaveCount(0);
  await expect(clerk.getByRole('link', { name: 'Duplicate' })).toHaveCount(0);
});
