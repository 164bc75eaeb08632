// Checked by the compiler alone: a record of a kind of call that leaves a part out does not compile.
import { SpanKind } from '@opentelemetry/api';
import type { CallKind } from '../../lib/conventions/call-kind.js';
import { databaseOperation } from '../../lib/conventions/database/database.js';
import type { LogEventName, MetricFamilyName, OperationKind } from '../../lib/conventions/index.js';
import { type DescribeEvent, EVENT_SEVERITIES } from '../../lib/conventions/logs/kind-event.js';
import { DURATION_BUCKETS, type FamilyMetrics, resultLabel } from '../../lib/conventions/metrics/metric-family.js';
import type { OtlpFamily } from '../../lib/conventions/metrics/otlp-family.js';
import type { Operation } from '../../lib/observation/index.js';
import type { TelemetryOptions } from 'nestjs-telemetry';

const METRICS = {
  labels: { system: { attribute: 'email.system', otherwise: 'unknown' } },
  resultLabels: { result: resultLabel },
  counters: [{ name: 'emails_total', help: 'Total number of emails' }],
  duration: {
    name: 'email_duration_seconds',
    help: 'Time to send an email in seconds',
    buckets: DURATION_BUCKETS,
  },
} as const satisfies FamilyMetrics;

const OTLP = {
  attributes: ['email.system'],
  results: { 'email.result': resultLabel },
  counters: [{ name: 'email.sent', help: 'Number of emails', unit: '{email}' }],
  duration: { name: 'email.duration', help: 'Duration of emails', buckets: DURATION_BUCKETS },
} as const satisfies OtlpFamily;

const EVENT = {
  severities: EVENT_SEVERITIES,
  attributes: {},
  describe: (_operation, { durationMs }) => ({
    message: 'Email sent',
    fields: { event: 'email', duration_ms: durationMs },
  }),
} as const satisfies { severities: object; attributes: object; describe: DescribeEvent };

const EMAIL = {
  kind: 'email',
  spanKind: SpanKind.CLIENT,
  option: 'email',
  metrics: { prometheus: METRICS, otlp: OTLP },
  event: EVENT,
} as const satisfies CallKind;

type Email = typeof EMAIL;
declare function without<Part extends keyof Email>(part: Part): Omit<Email, Part>;

export function aRecordIsComplete(record: (kind: CallKind) => void): void {
  record(EMAIL);
  // @ts-expect-error Operations have a kind.
  record(without('kind'));
  // @ts-expect-error A span has a kind, or the record says that there is no span.
  record(without('spanKind'));
  // @ts-expect-error Metrics and events have a name in the options.
  record(without('option'));
  // @ts-expect-error A kind without metrics says so.
  record(without('metrics'));
  // @ts-expect-error A kind without a log event says so.
  record(without('event'));

  record({ ...EMAIL, spanKind: false });
  record({ ...EMAIL, metrics: false });
  record({ ...EMAIL, event: false });
  record({ ...EMAIL, option: false, metrics: false, event: false });
  // @ts-expect-error Metrics that nobody can switch off.
  record({ ...EMAIL, option: false });
  // @ts-expect-error An option that switches nothing.
  record({ ...EMAIL, metrics: false, event: false });
  // @ts-expect-error No such part.
  record({ ...EMAIL, metric: METRICS });
}

export function theMetricsAreComplete(record: (kind: CallKind) => void): void {
  // @ts-expect-error Metrics have names over OTLP.
  record({ ...EMAIL, metrics: { prometheus: METRICS } });
  // @ts-expect-error Metrics have names for Prometheus.
  record({ ...EMAIL, metrics: { otlp: OTLP } });
}

export function aFamilyIsComplete(metrics: (family: FamilyMetrics) => void): void {
  const { labels, resultLabels, counters, duration } = METRICS;
  metrics({ labels, resultLabels, counters, duration });
  // @ts-expect-error Labels have sources.
  metrics({ resultLabels, counters, duration });
  // @ts-expect-error Results have labels, if only none.
  metrics({ labels, counters, duration });
  // @ts-expect-error A family counts, or says that its histogram does.
  metrics({ labels, resultLabels, duration });
  // @ts-expect-error Every operation takes time.
  metrics({ labels, resultLabels, counters });
  // @ts-expect-error A label stands for something where the operation has none.
  metrics({ resultLabels, counters, duration, labels: { system: { attribute: 'email.system' } } });
}

export function metricsOverOtlpAreComplete(metrics: (family: OtlpFamily) => void): void {
  const { attributes, results, counters, duration } = OTLP;
  metrics({ attributes, results, counters, duration });
  // @ts-expect-error A counter has a unit.
  metrics({ attributes, results, duration, counters: [{ name: 'email.sent', help: 'Number of emails' }] });
  // @ts-expect-error Operations in progress have a unit.
  metrics({ attributes, results, counters, duration, inFlight: { name: 'email.active', help: 'Emails' } });
  // @ts-expect-error Results have attributes, if only none.
  metrics({ attributes, counters, duration });
}

export function anEventIsComplete(record: (kind: CallKind) => void): void {
  const { severities, attributes, describe } = EVENT;
  record({ ...EMAIL, event: { severities, attributes, describe } });
  // @ts-expect-error Fields have names over OTLP.
  record({ ...EMAIL, event: { severities, describe } });
  // @ts-expect-error An event has severities.
  record({ ...EMAIL, event: { attributes, describe } });
  // @ts-expect-error An event has a text.
  record({ ...EMAIL, event: { severities, attributes } });
  // @ts-expect-error A failure has a severity.
  record({ ...EMAIL, event: { severities: { completed: 'info', slow: 'warn' }, attributes, describe } });
  const unnamed = () => ({ message: 'Email sent', fields: { duration_ms: 1 } });
  // @ts-expect-error The line says which event it is.
  record({ ...EMAIL, event: { severities, attributes, describe: unnamed } });
}

export function aWrongKindDoesNotCompile(operation: (described: Operation<OperationKind>) => void): void {
  operation(databaseOperation({ system: 'postgresql', operation: 'SELECT' }));
  databaseOperation({ system: 'postgresql', operation: 'SELECT' }).kind satisfies 'database';
  // @ts-expect-error There is no such kind.
  operation({ kind: 'databse', name: 'SELECT', labels: {}, attributes: {} });
  // @ts-expect-error There is no such kind any more.
  operation({ kind: 'job', name: 'mail', labels: {}, attributes: {} });
}

export function optionsHaveTheNamesOfTheRecords(family: MetricFamilyName, event: LogEventName): TelemetryOptions[] {
  family satisfies LogEventName;
  event satisfies MetricFamilyName;
  // @ts-expect-error A function has no family.
  const functions: MetricFamilyName = 'function';
  return [
    { metrics: { families: { [family]: false, rpc: true } }, logging: { events: { messaging: { slowerThanMs: 5 } } } },
    // @ts-expect-error There is no such family.
    { metrics: { families: { jobs: false } } },
    // @ts-expect-error There is no such event.
    { logging: { events: { job: true, [functions]: true } } },
  ];
}
