// Signing in, as one of two people.
import { check, sleep } from 'k6';
import { come } from './lib/report.js';
import { OPEN, options as shaped } from './lib/settings.js';
import { login, openShop } from './lib/shop.js';

export const options = shaped('rise', { http_req_duration: ['p(95)<350'] });
export { handleSummary, teardown } from './lib/report.js';
export const setup = () => come(openShop());

export default function (shop) {
  check(login(shop.emails[__VU % 2]), { 'signed in': (answer) => answer.status === 200 });
  if (!OPEN) sleep(1);
}
