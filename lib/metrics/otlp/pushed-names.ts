import type { Attributes } from '@opentelemetry/api';
import { attributeValue } from '../../conventions/metrics/attribute-value.js';
import { KINDS } from '../../conventions/kinds.js';
import type { OtlpFamily } from '../../conventions/metrics/otlp-family.js';
import { OTLP_RUNTIME_METRICS, type OtlpRuntimeMetric } from '../../conventions/metrics/otlp-runtime.js';
import type { Sample } from '../sample.js';
import type { OtlpName, OtlpNames } from './otlp-name.js';

/** The metrics of the registry for OTLP. Their names and labels are those of OpenTelemetry already. */
export function pushedNames(): OtlpNames {
  const runtime: readonly OtlpRuntimeMetric[] = Object.values(OTLP_RUNTIME_METRICS);
  return new Map([
    ...KINDS.flatMap(({ metrics }) => (metrics === false ? [] : familyNames(metrics.otlp))),
    ...runtime.map(({ name, unit, type }) => entry(name, unit, type === 'updowncounter')),
  ]);
}

function familyNames({ counters, duration, size, inFlight }: OtlpFamily): [string, OtlpName][] {
  return [
    ...counters.map(({ name, unit }) => entry(name, unit)),
    entry(duration.name, 's'),
    ...(size === undefined ? [] : [entry(size.name, 'By')]),
    ...(inFlight === undefined ? [] : [entry(inFlight.name, inFlight.unit, true)]),
  ];
}

function entry(name: string, unit: string, upDown = false): [string, OtlpName] {
  return [name, { name, unit, upDown, attributes }];
}

function attributes(labels: Sample['labels']): Attributes {
  const meant: Attributes = {};
  for (const name in labels) {
    const value = attributeValue(name, String(labels[name]));
    if (value !== undefined) meant[name] = value;
  }
  return meant;
}
