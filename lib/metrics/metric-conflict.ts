import { TelemetryError } from '../telemetry.errors.js';

export type MetricType = 'counter' | 'gauge' | 'observable gauge' | 'histogram' | 'summary';

/** What distinguishes two metrics of one name. */
export interface Signature {
  readonly type: MetricType;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, or quantiles of a summary, if they were given. */
  readonly bounds?: readonly number[];
}

/** One name was requested for two different metrics. */
export function conflict(name: string, known: Signature, asked: Signature): TelemetryError {
  return new TelemetryError(
    'METRIC_CONFLICT',
    `The metric ${name} is ${text(known)} and was asked for as ${text(asked)}.`,
    'One name is one metric with one set of labels and bounds.',
    'Use the same type, labels and bounds everywhere, or another name.',
  );
}

/** The name belongs to telemetry, or to code that registered it with the registry directly. */
export function nameTaken(name: string, asked: Signature): TelemetryError {
  return new TelemetryError(
    'METRIC_CONFLICT',
    `The metric ${name} was asked for as ${text(asked)}, and the registry has one of that name from elsewhere.`,
    "It is one of telemetry's own, or was registered without Metrics.",
    'Choose another name.',
  );
}

function text({ type, labels, bounds }: Signature): string {
  const article = type.startsWith('o') ? 'an' : 'a';
  const withLabels = labels.length === 0 ? 'without labels' : `with labels ${labels.join(', ')}`;
  const withBounds =
    bounds === undefined ? '' : ` and ${type === 'summary' ? 'quantiles' : 'buckets'} ${bounds.join(', ')}`;
  return `${article} ${type} ${withLabels}${withBounds}`;
}
