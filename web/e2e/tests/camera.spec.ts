// The camera reads codes: those on labels, the square, those on goods.
import { film, filmGoods, seeing } from '../camera';
import { add, assisted, desk, phone, signIn } from '../sign-in';
import { expect, test } from '../servers';

test('the bars of a label lead to its product', async ({ browser, playwright, site }, info) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await add(page, { code: 'CAM-128', name: 'Filmed bars' });
  const { items } = await (await page.request.get('/api/v1/products?q=CAM-128')).json();
  await film(page, `/api/v1/products/${items[0].id}/barcode.svg`, 900, info.outputPath('bars.y4m'));
  const other = await seeing(playwright, info.outputPath('bars.y4m'));
  const clerk = await signIn(other, site, 'inaki@demo.example', phone);
  await assisted(clerk);
  await clerk.getByRole('button', { name: 'Leer con la cámara' }).click();
  await expect(clerk.getByRole('heading', { level: 1, name: 'Filmed bars' })).toBeVisible();
  await expect(clerk.getByRole('dialog')).toBeHidden();
  await other.close();
});

test('the square of a label brings its product on the screen of a stock-take', async ({ browser, playwright, site }, info) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await add(page, { code: 'CAM-QR', name: 'Filmed square' });
  const { items } = await (await page.request.get('/api/v1/products?q=CAM-QR')).json();
  await film(page, `/api/v1/products/${items[0].id}/qr.svg`, 500, info.outputPath('square.y4m'));
  const other = await seeing(playwright, info.outputPath('square.y4m'));
  const clerk = await signIn(other, site, 'inaki@demo.example', phone);
  await clerk.goto('/admin/count');
  await assisted(clerk);
  await clerk.getByLabel('Qué se cuenta').selectOption('Los que vaya leyendo');
  await clerk.getByRole('button', { name: 'Empezar' }).click();
  await clerk.locator('main').getByRole('button', { name: 'Leer con la cámara' }).click();
  await expect(clerk.getByRole('heading', { name: 'Filmed square' })).toBeVisible();
  await expect(clerk.getByRole('dialog')).toBeHidden();
  await other.close();
});

test('the code of goods that nobody has yet is offered to be added, and a form takes it for its own', async ({ playwright, site }, info) => {
  filmGoods('8437000002024', info.outputPath('goods.y4m'));
  const browser = await seeing(playwright, info.outputPath('goods.y4m'));
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await assisted(page);
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  const asked = page.getByRole('dialog', { name: 'No product has this code' });
  await expect(asked).toContainText('8437000002024');
  await asked.getByRole('button', { name: 'Add a product with this code' }).click();
  const barcode = page.locator('#product-barcode');
  await expect(barcode).toHaveValue('8437000002024');
  await barcode.fill('');
  await page.locator('main').getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(barcode).toHaveValue('8437000002024');
  await browser.close();
});

test('a browser that reads codes by itself loads no reader', async ({ browser, site }) => {
  // Chromium has none on this system, so one stands in for that of a phone.
  const page = await signIn(browser, site, 'nuria@demo.example', { ...desk, permissions: ['camera'] });
  await page.addInitScript(() => {
    class BarcodeDetector {
      static getSupportedFormats = async () => ['ean_13'];
      detect = async () => [{ rawValue: 'MER-NAR' }];
    }
    const getUserMedia = async () => document.createElement('canvas').captureStream(5);
    Object.assign(window, { BarcodeDetector });
    Object.defineProperty(navigator, 'mediaDevices', { value: { getUserMedia } });
  });
  await page.goto('/admin');
  await assisted(page);
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.getByRole('button', { name: 'Scan with the camera' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Mermelada de naranja/ })).toBeVisible();
  expect(loaded.filter((url) => url.includes('camera'))).not.toEqual([]);
  expect(loaded.filter((url) => url.includes('decoder'))).toEqual([]);
});

test('who does not allow the camera is told, and may close it', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example', desk);
  await assisted(page);
  const button = page.getByRole('button', { name: 'Scan with the camera' });
  await button.click();
  const viewer = page.getByRole('dialog', { name: 'Scan a code' });
  await expect(viewer.getByRole('status')).toContainText(/Allow it in its settings|There is no camera/);
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(button).toBeFocused();
});
