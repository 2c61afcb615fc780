/*
 * What a process counts about itself, in the text that Prometheus reads. No label ever names a tenant: no workspace, key,
 * connection, host or path. One for the process: the framework has its own copy of this module.
 */

interface Histogram {
  bounds: readonly number[];
  counts: number[];
  sum: number;
}

interface Store {
  counters: Map<string, Map<string, number>>;
  histograms: Map<string, Histogram>;
  gauges: Map<string, () => number>;
}

const place = Symbol.for("mooring.metrics");
const holder = globalThis as { [place]?: Store };

function store(): Store {
  holder[place] ??= { counters: new Map(), histograms: new Map(), gauges: new Map() };
  return holder[place];
}

/** Every metric there is; a test holds the exposition against this list. */
export const metricNames = {
  mooring_gateway_requests_total: "Requests to the gateway by status class and who answered",
  mooring_gateway_added_seconds: "What Mooring added to a forwarded request, until the answer's headers",
  mooring_gateway_running: "Requests in the gateway now",
  mooring_token_refreshes_total: "Token requests of refreshes, by outcome",
  mooring_token_lease_waits_total: "Times that a call waited for another one's refresh",
  mooring_token_requests_held_total: "Token requests not sent, by reason: budget or breaker",
  mooring_jobs_queued: "Jobs that are due or will be",
  mooring_event_loop_lag_seconds: "99th percentile of the event loop's delay since the last reading",
  mooring_resident_bytes: "Memory that the process holds",
} as const;

export type MetricName = keyof typeof metricNames;

const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Counts one more. Labels are a few fixed words, e.g. `{ class: "2xx" }`. */
export function countMetric(name: MetricName, labels: Labels = noLabels): void {
  const text = labelText(labels);
  const counter = store().counters.get(name) ?? new Map<string, number>();
  store().counters.set(name, counter);
  counter.set(text, (counter.get(text) ?? 0) + 1);
}

type Labels = Readonly<Record<string, string>>;
const texts = new WeakMap<Labels, string>();
const noLabels: Labels = {};

// Callers on a busy path hand in the same object each time.
function labelText(labels: Labels): string {
  let text = texts.get(labels);
  if (text === undefined) {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    text = pairs.join(",");
    texts.set(labels, text);
  }
  return text;
}

/** Takes one measured time into a histogram. */
export function observeMetric(name: MetricName, seconds: number): void {
  let histogram = store().histograms.get(name);
  if (!histogram) {
    histogram = { bounds, counts: bounds.map(() => 0), sum: 0 };
    histogram.counts.push(0);
    store().histograms.set(name, histogram);
  }
  let at = 0;
  while (at < bounds.length && seconds > (bounds[at] ?? 0)) at++;
  histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
  histogram.sum += seconds;
}

/** A number that is asked for whenever somebody reads. */
export function gaugeMetric(name: MetricName, read: () => number): void {
  store().gauges.set(name, read);
}

/** All of it, in the text format 0.0.4. */
export function renderMetrics(): string {
  const { counters, histograms, gauges } = store();
  const lines: string[] = [];
  const head = (name: string, type: string) =>
    lines.push(`# HELP ${name} ${metricNames[name as MetricName]}`, `# TYPE ${name} ${type}`);
  for (const [name, counter] of counters) {
    head(name, "counter");
    for (const [labels, value] of counter) lines.push(`${name}${labels ? `{${labels}}` : ""} ${value}`);
  }
  for (const [name, histogram] of histograms) {
    head(name, "histogram");
    lines.push(...describe(name, histogram));
  }
  for (const [name, read] of gauges) {
    head(name, "gauge");
    lines.push(`${name} ${read()}`);
  }
  return `${lines.join("\n")}\n`;
}

function describe(name: string, { bounds: limits, counts, sum }: Histogram): string[] {
  let below = 0;
  const buckets = [...limits.map(String), "+Inf"].map((limit, at) => {
    below += counts[at] ?? 0;
    return `${name}_bucket{le="${limit}"} ${below}`;
  });
  return [...buckets, `${name}_sum ${sum}`, `${name}_count ${below}`];
}
