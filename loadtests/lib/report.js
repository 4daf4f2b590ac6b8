// What a run says at its end: a line of figures, for people and (RESULT=FILE) as JSON for scripts.
const figures = ['shops_opened', 'asked_to_come_later', 'shops_lost', 'pieces_sold', 'pieces_missing', 'products_below_zero', 'refused_as_nothing_was_left'];

export function handleSummary(data) {
  const value = (metric, key, otherwise = 0) => data.metrics[metric]?.values[key] ?? otherwise;
  const seconds = data.state.testRunDurationMs / 1000;
  const result = {
    requests: value('http_reqs', 'count'),
    per_second: value('iterations', 'rate'),
    failed: value('http_req_failed', 'passes'),
    dropped: value('dropped_iterations', 'count'),
    avg_ms: value('http_req_duration', 'avg'),
    p95_ms: value('http_req_duration', 'p(95)'),
    p99_ms: value('http_req_duration', 'p(99)'),
    max_ms: value('http_req_duration', 'max'),
    seconds,
    crossed: Object.entries(data.metrics).flatMap(([name, metric]) =>
      Object.entries(metric.thresholds || {}).filter(([, t]) => !t.ok).map(([rule]) => `${name} ${rule}`)),
  };
  figures.filter((name) => data.metrics[name]).forEach((name) => {
    result[name] = value(name, 'count');
  });
  const lines = Object.entries(result).map(([name, n]) => `  ${name.padEnd(28)} ${typeof n === 'number' ? Math.round(n * 10) / 10 : n.join(', ') || 'none'}`);
  const out = { stdout: `\n${lines.join('\n')}\n` };
  if (__ENV.RESULT) out[__ENV.RESULT] = JSON.stringify(result);
  return out;
}
