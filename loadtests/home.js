// The home page: 50 products of the public catalogue, rendered on the server.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { OPEN, WEB, options as shaped } from './lib/settings.js';
import { come } from './lib/report.js';
import { fill, openShop } from './lib/shop.js';

export const options = shaped('rise', { http_req_duration: ['p(95)<300'] });
export { handleSummary, teardown } from './lib/report.js';

export function setup() {
  const shop = openShop();
  fill(shop.tokens[0], 50, 10);
  return come();
}

export default function () {
  check(http.get(`${WEB}/`), { 'the page is there': (answer) => answer.status === 200 });
  if (!OPEN) sleep(1);
}
