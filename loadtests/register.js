// New shops with their owners. A password is slow to hash on purpose, so most have to wait; who is told "later" (503 with Retry-After)
// waits as long as was said and asks again, until it worked.
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import http from 'k6/http';
import { come } from './lib/report.js';
import { OPEN, options as shaped } from './lib/settings.js';
import { own, register } from './lib/shop.js';

const opened = new Counter('shops_opened');
const later = new Counter('asked_to_come_later');
// One more with everybody who comes, one less with each shop: who is refused, hears nothing or is cut off stays in it.
const lost = new Counter('shops_lost');

// A refusal for a while is an answer, not a failure; nobody waits longer than a minute for either. Whoever has come stays until there is
// a shop, be it a quarter of an hour: 5,000 passwords take minutes.
http.setResponseCallback(http.expectedStatuses(201, 503));
export const options = shaped('rise', { http_req_duration: ['max<60000'], shops_lost: ['count==0'] }, '900s');
export { handleSummary, teardown } from './lib/report.js';
export const setup = () => come();

export default function () {
  const name = own('new');
  lost.add(1);
  for (;;) {
    const answer = register(name);
    const wait = Number(answer.headers['Retry-After']);
    check(answer, { 'a shop, or an honest "later"': () => answer.status === 201 || (answer.status === 503 && wait > 0) });
    if (answer.status === 201) {
      opened.add(1);
      lost.add(-1);
      break;
    }
    if (answer.status !== 503) break;
    later.add(1);
    sleep(wait || 1);
  }
  if (!OPEN) sleep(1);
}
