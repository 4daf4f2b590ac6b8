// Everybody takes from the same 1,000 products at once, until there is nothing left of some. What was sold is what is missing, to the
// piece, and nothing is below zero.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import { come, teardown as leave } from './lib/report.js';
import { API, CROWD, OPEN, options as shaped } from './lib/settings.js';
import { fill, openShop, read, signed } from './lib/shop.js';

const PRODUCTS = 1000;
// Not quite as many as people ask for who never wait: some are gone at the end.
const EACH = Number(__ENV.EACH || Math.ceil(250 * CROWD));
const sold = new Counter('pieces_sold');
const missing = new Counter('pieces_missing');
// What is missing and was not sold, or the other way round.
const unexplained = new Counter('pieces_unexplained');
const below = new Counter('products_below_zero');
const none = new Counter('refused_as_nothing_was_left');

// "There is not enough" is the right answer to who comes too late.
http.setResponseCallback(http.expectedStatuses(200, 201, 409));
export const options = shaped('rise', { pieces_unexplained: ['count==0'], products_below_zero: ['count==0'] });
export { handleSummary } from './lib/report.js';

export function setup() {
  const shop = openShop();
  return come({ ...shop, ids: fill(shop.tokens[0], PRODUCTS, EACH) });
}

export default function (shop) {
  const id = shop.ids[Math.floor(Math.random() * PRODUCTS)];
  const params = { ...signed(shop.tokens[__VU % 2]), responseType: 'none', tags: { name: 'take' } };
  const answer = http.post(`${API}/api/v1/products/${id}/movements`, '{"kind":"sale","quantity":1}', params);
  check(answer, { 'sold, or nothing left': () => answer.status === 201 || answer.status === 409 });
  if (answer.status === 201) {
    sold.add(1);
    unexplained.add(-1);
  }
  if (answer.status === 409) none.add(1);
  if (!OPEN) sleep(1);
}

export function teardown(shop) {
  leave();
  let cursor = '';
  below.add(0);
  do {
    const page = read(shop.tokens[0], `/products?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    page.items.forEach((product) => {
      missing.add(EACH - product.quantity);
      unexplained.add(EACH - product.quantity);
      if (product.quantity < 0) below.add(1);
    });
    cursor = page.next_cursor;
  } while (cursor);
}
