// Notices to another program: set, tried out, told of what runs low, removed.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { add, rowOf, signIn, take, taken } from '../sign-in';
import { expect, test } from '../servers';

type Notice = { headers: IncomingHttpHeaders; body: string };

/** A program that takes notices, and what it got. */
async function receiver() {
  const [got, answer] = [[] as Notice[], { status: 204 }];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
    response.writeHead(answer.status).end();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return { url, got, answer, close: () => new Promise((done) => server.close(done)) };
}

/** Standard Webhooks: the signature that the secret makes. */
function signature(secret: string, { headers, body }: Notice): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}

test('an address is set, tried out, told of what runs low, and removed', async ({ browser, site }) => {
  const [page, program] = [await signIn(browser, site), await receiver()];
  await page.goto('/admin/account');
  await page.getByRole('link', { name: 'Notices to another program' }).click();
  const [address, save] = [page.getByRole('textbox', { name: 'Address' }), page.getByRole('button', { name: 'Save', exact: true })];
  await expect(page.getByText('There are no notices yet.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send a test' })).toHaveCount(0);
  await address.fill('ftp://somewhere');
  await save.click();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('This does not have the expected form.')).toBeVisible();
  await address.fill(program.url);
  await save.click();
  const secret = page.getByRole('textbox', { name: 'Secret' });
  const first = await secret.inputValue();
  expect(first).toMatch(/^whsec_.{44}$/);
  await page.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('Copied.')).toBeVisible();

  // Saved again it has another secret, after a question.
  await address.fill('');
  await address.press('Control+V');
  await expect(address).toHaveValue(first);
  await address.fill(program.url);
  await save.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(secret).toHaveValue(first);
  await save.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Make another secret' }).click();
  await expect(secret).not.toHaveValue(first);
  const second = await secret.inputValue();

  const latest = page.getByRole('list', { name: 'Latest notices' }).getByRole('listitem');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test has arrived. Answer 204.')).toBeVisible();
  await expect(latest).toHaveCount(1);
  await expect(latest.first()).toContainText('Delivered');
  expect(program.got[0].headers['webhook-signature']).toBe(signature(second, program.got[0]));

  program.answer.status = 500;
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test has not arrived. Answer 500.')).toBeVisible();
  await expect(latest.first()).toContainText('Next attempt:');
  program.answer.status = 204;

  // It is told only once.
  await page.reload();
  await taken(page);
  await expect(address).toHaveValue(program.url);
  await expect(secret).toHaveCount(0);

  await add(page, { code: 'HOOK-1', name: 'Horchata', opening_quantity: 4, min_quantity: 3 });
  await take(await rowOf(page, 'HOOK-1'), 1);
  const told = () => program.got.find(({ body }) => body.includes('HOOK-1'));
  await expect.poll(told).toBeTruthy();
  expect(told()!.headers['webhook-signature']).toBe(signature(second, told()!));
  expect(JSON.parse(told()!.body)).toMatchObject({ type: 'low_stock', data: { quantity: 3, min_quantity: 3 } });

  await page.goto('/admin/webhook');
  await taken(page);
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(latest.filter({ hasText: 'Runs low' }).first()).toContainText('Delivered');
  }).toPass();
  await page.getByRole('button', { name: 'Remove the address' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the address' }).click();
  await expect(page.getByText('Nobody is told any more.')).toBeVisible();
  await expect(address).toHaveValue('');
  await expect(page.getByRole('button', { name: 'Send a test' })).toHaveCount(0);
  await program.close();
});

test('who is no owner is refused', async ({ browser, site }) => {
  const page = await signIn(browser, site, 'nuria@demo.example');
  await page.goto('/admin/webhook');
  await expect(page.getByRole('alert')).toContainText('role does not allow');
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveCount(0);
});
