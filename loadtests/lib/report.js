// What a run says at its end: a line of figures, for people and (RESULT=FILE) as JSON for scripts.
import { Gauge } from 'k6/metrics';
import { OPEN, PEOPLE, TIME } from './settings.js';

// When people began to come and when the last one left. k6 itself counts from before setup() to after teardown().
const clock = new Gauge('people_clock');

// The end of every setup(): what it made, for those who come now.
export function come(made = {}) {
  clock.add(Date.now());
  return made;
}

// The beginning of every teardown().
export function teardown() {
  clock.add(Date.now());
}

const counters = ['shops_opened', 'asked_to_come_later', 'shops_lost', 'pieces_sold', 'pieces_missing', 'pieces_unexplained',
  'products_below_zero', 'refused_as_nothing_was_left'];

function figures(data) {
  const value = (metric, key) => data.metrics[metric]?.values[key] ?? 0;
  const people = (metric, key) => value(`${metric}{scenario:people}`, key);
  const [began, ended] = [value('people_clock', 'min'), value('people_clock', 'max')];
  const seconds = (ended - began) / 1000;
  // A scenario counts what it is about: shops, pieces, else visits.
  const done = ['shops_opened', 'pieces_sold', 'iterations'].find((name) => data.metrics[name]);
  return {
    model: OPEN ? 'open' : 'closed', people: PEOPLE, time: TIME, began, ended, seconds,
    counted: done, per_second: value(done, 'count') / seconds,
    iterations: value('iterations', 'count'), requests: people('http_reqs', 'count'),
    failed: people('http_req_failed', 'passes'), dropped: value('dropped_iterations', 'count'),
    avg_ms: people('http_req_duration', 'avg'), p95_ms: people('http_req_duration', 'p(95)'),
    p99_ms: people('http_req_duration', 'p(99)'), max_ms: people('http_req_duration', 'max'),
    ...Object.fromEntries(counters.filter((name) => data.metrics[name]).map((name) => [name, value(name, 'count')])),
  };
}

function crossed(data) {
  const broken = ([name, metric]) =>
    Object.entries(metric.thresholds || {}).filter(([, rule]) => !rule.ok).map(([rule]) => `${name.replace('{scenario:people}', '')} ${rule}`);
  return Object.entries(data.metrics).flatMap(broken);
}

const shown = (figure) => (typeof figure === 'number' ? Math.round(figure * 10) / 10 : figure);

export function handleSummary(data) {
  const result = { ...figures(data), crossed: crossed(data) };
  const lines = Object.entries(result).map(([name, figure]) => `  ${name.padEnd(28)} ${[shown(figure)].flat().join(', ') || 'none'}`);
  const out = { stdout: `\n${lines.join('\n')}\n` };
  if (__ENV.RESULT) out[__ENV.RESULT] = JSON.stringify(result);
  return out;
}
