// Everybody comes within two seconds, stays half a minute, and goes: the visitors of browse.js.
import { options as shaped } from './lib/settings.js';

export { default, handleSummary, setup, teardown } from './browse.js';
export const options = shaped('spike');
