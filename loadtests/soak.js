// Half of the people, for an hour: the visitors of browse.js. What grows, or slows down, shows.
import { options as shaped } from './lib/settings.js';

export { default, handleSummary, setup, teardown } from './browse.js';
export const options = shaped('soak', { http_req_duration: ['p(95)<500'] });
