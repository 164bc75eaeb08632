import { MESSAGING_LABELS } from './messaging/messaging.js';
import { DURATION_BUCKETS, type MetricFamily, resultLabel } from './metrics/metric-family.js';

/** Jobs of a queue or a schedule: the system is what runs them, the destination their queue. */
export const JOB_METRICS: MetricFamily = {
  kind: 'job',
  labels: MESSAGING_LABELS,
  resultLabels: { result: resultLabel },
  counters: [{ name: 'jobs_total', help: 'Total number of jobs' }],
  duration: { name: 'job_duration_seconds', help: 'Job duration in seconds', buckets: DURATION_BUCKETS },
  semconv: { duration: 'job.duration', results: { result: { attribute: 'job.result' } } },
};
