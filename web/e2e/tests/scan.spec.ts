// A scanner on the cable: it types what it reads, faster than anybody, and presses Enter.
import type { Page } from '@playwright/test';
import { add, assisted, desk, phone, signIn } from '../sign-in';
import { expect, test } from '../servers';

/** Types as a scanner does, with the times of its keys told to the browser: the machine of the tests may be slow. */
async function scan(page: Page, code: string, gap = 0.005): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const start = Date.now() / 1000;
  const keys = [...code].map((sign) => ({ key: sign, text: sign })).concat({ key: 'Enter', text: '\r' });
  const press = ({ key, text }: { key: string; text: string }, number: number) => {
    const timestamp = start + number * gap;
    const windowsVirtualKeyCode = key === 'Enter' ? 13 : 0;
    return [
      browser.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, timestamp, windowsVirtualKeyCode }),
      browser.send('Input.dispatchKeyEvent', { type: 'keyUp', key, timestamp, windowsVirtualKeyCode }),
    ];
  };
  await Promise.all(keys.flatMap(press));
  await browser.detach();
}

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

test('a code or a barcode leads to its product, and leaves nothing in the field that had the focus', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await add(page, { code: 'SCAN-1', name: 'Scanned by code', barcode: '4006381333931' });
  await page.goto('/admin/journal');
  await assisted(page);
  await scan(page, '4006381333931');
  await heading(page, 'Scanned by code');
  await page.goto('/admin?q=tomate');
  await assisted(page);
  await page.getByRole('searchbox').focus();
  await page.getByRole('searchbox').press('End');
  await scan(page, 'scan-1');
  await heading(page, 'Scanned by code');
  await page.goBack();
  await expect(page.getByRole('searchbox')).toHaveValue('tomate');
});

test('a barcode that several products share leads to all of them', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await add(page, { code: 'SCAN-2A', name: 'Scanned twin A', barcode: '4012345678901' });
  await add(page, { code: 'SCAN-2B', name: 'Scanned twin B', barcode: '4012345678901' });
  await page.goto('/admin/journal');
  await assisted(page);
  await scan(page, '4012345678901');
  await expect(page.getByRole('row').filter({ hasText: 'Scanned twin' })).toHaveCount(2);
  await expect(page).toHaveURL(/\/admin\?q=4012345678901$/);
});

test('an unknown code may become a product or be searched for, in Spanish on a narrow screen', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', phone);
  await page.goto('/admin/journal');
  await assisted(page);
  await scan(page, '5901234123457');
  const asked = page.getByRole('dialog', { name: 'Ningún producto tiene este código' });
  await expect(asked).toContainText('5901234123457');
  await asked.getByRole('button', { name: 'Añadir un producto con este código' }).click();
  await expect(page.getByRole('textbox', { name: /^Código de barras/ })).toHaveValue('5901234123457');
  await page.goto('/admin/journal');
  await assisted(page);
  await scan(page, 'SCAN-NUEVO');
  await asked.getByRole('button', { name: 'Buscarlo' }).click();
  await expect(page).toHaveURL(/\/admin\?q=SCAN-NUEVO$/);
});

test('a scan meant for the field of the barcode stays there and sends nothing', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await page.goto('/admin/products/new?code=SCAN-3');
  await assisted(page);
  await expect(page.getByRole('textbox', { name: 'Code', exact: true })).toHaveValue('SCAN-3');
  const barcode = page.getByRole('textbox', { name: /^Barcode/ });
  await barcode.focus();
  await scan(page, '4006381333931');
  await expect(barcode).toHaveValue('4006381333931');
  await heading(page, 'Add product');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('somebody who types is no scanner, and nobody else is offered to add products', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'lola@demo.example', desk);
  await assisted(page);
  await page.getByRole('searchbox').focus();
  await scan(page, 'zzzz', 0.06);
  await expect(page.getByRole('searchbox')).toHaveValue('zzzz');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const clerk = await signIn(browser, site, 'inaki@demo.example', desk);
  await assisted(clerk);
  await scan(clerk, 'SCAN-NONE');
  const asked = clerk.getByRole('dialog', { name: 'No product has this code' });
  await expect(asked.getByRole('button')).toHaveText(['Search for it', 'Close']);
});
