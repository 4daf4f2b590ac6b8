// Every page there is, with something on it.
import type { Page } from '@playwright/test';

/** Pages that anybody sees. */
export const open = ['/', '/?view=rows', '/?q=nothing-like-it', '/login', '/register', '/nowhere'];

/** Pages of the panel, for an owner; what an address names is something of the demo's first shop. */
export async function inside(page: Page): Promise<string[]> {
  const { items } = await (await page.request.get('/api/v1/products?limit=3&q=MER')).json();
  const [product, other] = items;
  const shop = await (await page.request.get('/api/v1/shop')).json();
  return [
    '/admin',
    '/admin?q=nothing-like-it',
    '/admin?stock=low&public=true',
    '/admin?archived=true',
    '/admin/products/new',
    `/admin/products/${product.id}`,
    `/admin/products/${product.id}/edit`,
    '/admin/import',
    '/admin/journal',
    '/admin/journal?kind=damage&from=2020-01-01T00%3A00%3A00.000Z',
    '/admin/audit',
    '/admin/team',
    '/admin/account',
    '/admin/status',
    '/admin/webhook',
    `/admin/labels?ids=${product.id},${other.id}`,
    '/admin/count',
    '/admin/nowhere',
    `/shops/${shop.slug}`,
    `/products/${product.id}`,
  ];
}
