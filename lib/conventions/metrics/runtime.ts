import type { HistogramName, MetricName } from './metric-family.js';

/** A fact about the process, read at each collection. */
export interface RuntimeMetric extends MetricName {
  readonly type: 'gauge' | 'counter';
  /** Its labels and their values, if there are few. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How the values of several processes of one service are combined. */
  readonly aggregator: 'sum' | 'average' | 'min' | 'first';
}

const gauge = (
  name: string,
  help: string,
  aggregator: RuntimeMetric['aggregator'],
  labels?: RuntimeMetric['labels'],
): RuntimeMetric => ({ name, help, type: 'gauge', aggregator, ...(labels === undefined ? {} : { labels }) });

/** Metrics with an equivalent in prom-client have prom-client's name. No fact has two metrics. */
export const RUNTIME_METRICS = {
  memory: gauge('process_memory_usage_bytes', 'Memory of the process in bytes, by type', 'sum', {
    type: 'rss, heap_total, heap_used, external, array_buffers; on Linux vms, swap',
  }),
  heapSpace: gauge('nodejs_heap_space_size_used_bytes', 'Used size of each heap space in bytes', 'sum', {
    space: 'new, old, code, …',
  }),
  cpuUsage: gauge('process_cpu_usage_percent', 'CPU used since the last scrape, in percent of one core', 'sum', {
    type: 'user, system, total',
  }),
  cpuTime: {
    name: 'process_cpu_seconds_total',
    help: 'Total user and system CPU time spent in seconds',
    type: 'counter',
    aggregator: 'sum',
  },
  startTime: gauge('process_start_time_seconds', 'Start time of the process since the Unix epoch in seconds', 'min'),
  openFileDescriptors: gauge('process_open_fds', 'Number of open file descriptors (Linux)', 'sum'),
  lag: gauge(
    'nodejs_eventloop_lag_seconds',
    'Delay of the event loop in seconds, since the scrape before the last one',
    'average',
    {
      statistic: 'min, max, mean, stddev, p50, p90, p99',
    },
  ),
  utilization: gauge(
    'nodejs_eventloop_utilization_ratio',
    'Share of the time since the last scrape in which the event loop was busy, from 0 to 1',
    'average',
  ),
  activeResources: gauge(
    'nodejs_active_resources',
    'Number of resources that keep the event loop alive, by type',
    'sum',
    { type: 'TCPSocketWrap, Timeout, …' },
  ),
  version: gauge('nodejs_version_info', 'Version of Node.js', 'first', {
    version: '',
    major: '',
    minor: '',
    patch: '',
  }),
} as const satisfies Record<string, RuntimeMetric>;

export const GC_DURATION: HistogramName & { readonly label: string } = {
  name: 'nodejs_gc_duration_seconds',
  help: 'Duration of garbage collections in seconds, by kind: major, minor, incremental or weakcb',
  buckets: [0.001, 0.01, 0.1, 1, 2, 5],
  label: 'kind',
};
