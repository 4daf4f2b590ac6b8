// People at the counter look for products of a shop that has 10,000: by code, by the beginning of a word, by any word.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { come } from './lib/report.js';
import { API, OPEN, options as shaped } from './lib/settings.js';
import { fill, openShop, signed } from './lib/shop.js';

export const options = shaped('rise', { http_req_duration: ['p(95)<500'] });
export { handleSummary, teardown } from './lib/report.js';

export function setup() {
  const shop = openShop();
  fill(shop.tokens[0], 10000, 1);
  return come(shop);
}

const kinds = [
  () => `L-${Math.floor(Math.random() * 10000)}`,
  () => `caf`,
  () => `tornillo ${Math.floor(Math.random() * 1000)}`,
  () => `ñandú ${Math.floor(Math.random() * 1000)}`,
];

export default function (shop) {
  const q = encodeURIComponent(kinds[__ITER % 4]());
  const params = { ...signed(shop.tokens[__VU % 2]), responseType: 'none', tags: { name: 'search' } };
  const answer = http.get(`${API}/api/v1/products?limit=20&q=${q}`, params);
  check(answer, { 'found, or honestly nothing': () => answer.status === 200 });
  if (!OPEN) sleep(1);
}
