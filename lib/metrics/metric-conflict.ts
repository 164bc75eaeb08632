import { TelemetryError } from '../telemetry.errors.js';

interface Signature {
  readonly type: string;
  readonly labels: readonly string[];
}

/** One name was requested for two different metrics. */
export function conflict(name: string, known: Signature, asked: Signature): TelemetryError {
  return new TelemetryError(
    'METRIC_CONFLICT',
    `The metric ${name} is ${text(known)} and was asked for as ${text(asked)}.`,
    'One name is one metric with one set of labels.',
    'Use the same type and labels everywhere, or another name.',
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

function text({ type, labels }: Signature): string {
  const article = type.startsWith('o') ? 'an' : 'a';
  return `${article} ${type} ${labels.length === 0 ? 'without labels' : `with labels ${labels.join(', ')}`}`;
}
