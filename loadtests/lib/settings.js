// Where the servers are, and who comes when. Every scenario takes its options from here.
//   BASE_URL, WEB_URL   the API and the pages (http://127.0.0.1:8080, http://127.0.0.1:3000)
//   PEOPLE              virtual users at the peak (5000)
//   TIME                how much of the usual time each stage takes (1); 0.1 is enough to see whether a script works
//   MODEL               closed: people who wait for their answer, then a second; open: as many requests a second come as
//                       people would make, whether answers come or not
export const API = __ENV.BASE_URL || 'http://127.0.0.1:8080';
export const WEB = __ENV.WEB_URL || 'http://127.0.0.1:3000';
export const OPEN = __ENV.MODEL === 'open';
export const PEOPLE = Number(__ENV.PEOPLE || 5000);
export const TIME = Number(__ENV.TIME || 1);
// How much of the usual crowd comes, by the number of its visits.
export const CROWD = (PEOPLE / 5000) * TIME;

const seconds = (length) => `${Math.max(1, Math.round(length * TIME))}s`;
const share = (part) => Math.max(1, Math.round(PEOPLE * part));

// The rise that the system before this one was measured with: 1,000, 2,500, 5,000 people within 105 seconds.
const rise = [
  [15, 0.2],
  [30, 0.5],
  [60, 1],
];
// Nobody, then everybody at once, then few again.
const spike = [
  [10, 0.05],
  [2, 1],
  [30, 1],
  [2, 0.05],
  [20, 0.05],
];
// Half of them, for an hour.
const soak = [
  [60, 0.5],
  [3600, 0.5],
  [30, 0],
];
const shapes = { rise, spike, soak };

function scenario(shape, gracefulStop) {
  const stages = shapes[shape].map(([length, part]) => ({ duration: seconds(length), target: share(part) }));
  if (!OPEN) return { executor: 'ramping-vus', startVUs: 0, stages, gracefulStop, gracefulRampDown: gracefulStop };
  return { executor: 'ramping-arrival-rate', startRate: 0, timeUnit: '1s', preAllocatedVUs: share(0.2), maxVUs: PEOPLE, stages, gracefulStop };
}

// What is measured of requests is measured of people's: setup() and teardown() are no part of the scenario. k6 keeps such figures
// only where there is a threshold, so the number of requests has one without a rule.
const ofPeople = (thresholds) =>
  Object.fromEntries(Object.entries(thresholds).map(([name, rules]) => [name.startsWith('http_') ? `${name}{scenario:people}` : name, rules]));

// Options of a scenario: its shape, what must hold beside "no request fails and none is dropped", and how long whoever is there at the
// end may take to finish: longer than the minute after which a request counts as lost.
export function options(shape, thresholds = {}, gracefulStop = '90s') {
  return {
    scenarios: { people: scenario(shape, gracefulStop) },
    thresholds: ofPeople({
      http_reqs: [],
      http_req_duration: [],
      http_req_failed: ['rate==0'],
      checks: ['rate==1'],
      dropped_iterations: ['count==0'],
      ...thresholds,
    }),
    discardResponseBodies: true,
    noConnectionReuse: false,
    setupTimeout: '300s',
    teardownTimeout: '300s',
    summaryTrendStats: ['avg', 'p(50)', 'p(95)', 'p(99)', 'max'],
    systemTags: ['status', 'method', 'name', 'scenario', 'check', 'expected_response', 'error_code'],
  };
}
