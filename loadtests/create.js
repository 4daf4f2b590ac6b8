// Two people add products to their shop.
import { check, sleep } from 'k6';
import { come } from './lib/report.js';
import { OPEN, options as shaped } from './lib/settings.js';
import { add, openShop, own } from './lib/shop.js';

export const options = shaped('rise', { http_req_duration: ['p(95)<800'] });
export { handleSummary, teardown } from './lib/report.js';
export const setup = () => come(openShop());

export default function (shop) {
  const product = { code: own('C'), name: `Producto de ${__VU}`, price_minor: 250, opening_quantity: 5 };
  const answer = add(shop.tokens[__VU % 2], product, { responseType: 'none' });
  check(answer, { 'added': () => answer.status === 201 });
  if (!OPEN) sleep(1);
}
