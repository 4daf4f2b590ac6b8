// New shops with their owners. A password is slow to hash on purpose, so most have to wait; who is told "later" (503 with Retry-After)
// waits as long as was said and asks again, until it worked.
import { check, sleep } from 'k6';
import { Counter } from 'k6/metrics';
import http from 'k6/http';
import { OPEN, options as shaped } from './lib/settings.js';
import { own, register } from './lib/shop.js';

const opened = new Counter('shops_opened');
const later = new Counter('asked_to_come_later');
const lost = new Counter('shops_lost');

// A refusal for a while is an answer, not a failure; nobody waits longer than a minute for either.
http.setResponseCallback(http.expectedStatuses(201, 503));
export const options = shaped('rise', { http_req_duration: ['max<60000'], shops_lost: ['count==0'] });
export { handleSummary } from './lib/report.js';

export default function () {
  const name = own('new');
  for (;;) {
    const answer = register(name);
    const wait = Number(answer.headers['Retry-After']);
    check(answer, { 'a shop, or an honest "later"': () => answer.status === 201 || (answer.status === 503 && wait > 0) });
    if (answer.status === 201) {
      opened.add(1);
      break;
    }
    if (answer.status !== 503) {
      lost.add(1);
      break;
    }
    later.add(1);
    sleep(wait || 1);
  }
  if (!OPEN) sleep(1);
}
