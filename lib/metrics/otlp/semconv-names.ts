import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { HTTP_REQUEST_METHOD_VALUE_OTHER } from '@opentelemetry/semantic-conventions';
import type { FamilyMetrics, ResultLabel } from '../../conventions/metrics/metric-family.js';
import type { Sample } from '../sample.js';

/** A metric's OTLP name, and the attributes for its labels. */
export interface OtlpName {
  readonly name: string;
  readonly unit: string;
  /** An up-down counter, which is a sum over its attributes: a gauge in Prometheus, but not in OpenTelemetry. */
  readonly upDown: boolean;
  attributes(labels: Sample['labels']): Attributes;
  /** True if the series with these labels duplicates the sum of other series. */
  omits?(labels: Sample['labels']): boolean;
}

/** Telemetry's metrics under their semantic-convention names. Undefined for metrics that would duplicate others. */
export function semconvNames(families: readonly FamilyMetrics[]): Map<string, OtlpName | undefined> {
  const names = new Map<string, OtlpName | undefined>();
  for (const family of families) {
    const { counters, duration, size, inFlight } = family;
    const { attributes } = new FamilyAttributes(family);
    const add = ({ name, otlp }: Named, unit: string, upDown = false): void => {
      names.set(name, otlp === false ? undefined : { name: otlp, unit, upDown, attributes });
    };
    for (const counter of counters) add(counter, '{operation}');
    add(duration, 's');
    if (size) add(size, 'By');
    if (inFlight) add(inFlight, '{request}', true);
  }
  return names;
}

type Named = FamilyMetrics['counters'][number];

/** The attributes for the labels of one family. */
class FamilyAttributes {
  constructor(private readonly family: FamilyMetrics) {}

  readonly attributes = (labels: Sample['labels']): Attributes => {
    const attributes: Attributes = {};
    for (const [label, value] of Object.entries(labels)) {
      const [name, meant] = this.attribute(label, String(value));
      if (meant !== undefined) attributes[name] = meant;
    }
    for (const [name, of] of Object.entries(this.family.joined ?? {})) {
      const value = of(labels);
      if (value !== undefined) attributes[name] = value;
    }
    return attributes;
  };

  private attribute(label: string, text: string): readonly [name: string, value: AttributeValue | undefined] {
    const source = this.family.labels[label];
    // Prometheus needs a text for an unknown value. In OTLP, the attribute is absent.
    if (source !== undefined) return [source.attribute, isKnown(text, source.otherwise) ? text : undefined];
    const result: ResultLabel | undefined = this.family.resultLabels[label];
    if (result === undefined) return [label, text];
    return [result.attribute, result.value ? result.value(text) : text || undefined];
  }
}

function isKnown(text: string, otherwise: string): boolean {
  return text !== otherwise || text === HTTP_REQUEST_METHOD_VALUE_OTHER;
}
