// Two pictures of products, in the size that pages show.
import http from 'k6/http';
import { check, sleep } from 'k6';
import { come } from './lib/report.js';
import { API, OPEN, options as shaped } from './lib/settings.js';
import { fill, openShop, show } from './lib/shop.js';

// Only who prepares needs it: everybody would have a copy.
const picture = __VU === 0 ? open('../docs/panel.png', 'b') : null;
export const options = shaped('rise');
export { handleSummary, teardown } from './lib/report.js';

export function setup() {
  const shop = openShop();
  return come(fill(shop.tokens[0], 2, 1).map((id) => `${API}${show(shop.tokens[0], id, picture)[0]}`));
}

export default function (addresses) {
  const answer = http.get(addresses[__ITER % 2], { tags: { name: 'picture' } });
  check(answer, { 'the picture is there': () => answer.status === 200 });
  if (!OPEN) sleep(1);
}
