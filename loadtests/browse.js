// Visitors: the home page, a search, the page of a product with its picture.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { come } from './lib/report.js';
import { OPEN, WEB, options as shaped } from './lib/settings.js';
import { fill, openShop, show } from './lib/shop.js';

// Only who prepares needs it: everybody would have a copy.
const picture = __VU === 0 ? open('../docs/panel.png', 'b') : null;
export const options = shaped('rise', { http_req_duration: ['p(95)<500'] });
export { handleSummary, teardown } from './lib/report.js';

export function setup() {
  const shop = openShop();
  const ids = fill(shop.tokens[0], 500, 10);
  return come({ ids, small: show(shop.tokens[0], ids[0], picture)[1] });
}

const words = ['café', 'pan', 'aceite', 'queso 1', 'L-2', 'vela', 'camisa 3', 'nada de esto'];
const any = (all) => all[Math.floor(Math.random() * all.length)];

function visit(path, name) {
  const answer = http.get(`${WEB}${path}`, { tags: { name } });
  check(answer, { 'it is there': () => answer.status === 200 });
}

export default function (shop) {
  const step = __ITER % 4;
  if (step === 0) visit('/', 'home');
  if (step === 1) visit(`/?q=${encodeURIComponent(any(words))}`, 'search');
  if (step === 2) visit(`/products/${any(shop.ids)}`, 'product');
  if (step === 3) visit(shop.small, 'picture');
  if (!OPEN) sleep(1);
}
