import type { Attributes } from '@opentelemetry/api';
import type { FamilyMetrics } from '../../conventions/metrics/metric-family.js';
import { OTLP_GC_DURATION } from '../../conventions/metrics/otlp-runtime.js';
import { OVERFLOW_COUNTER, OTLP_OVERFLOW_COUNTER } from '../../conventions/metrics/overflow.js';
import { GC_DURATION, RUNTIME_METRICS } from '../../conventions/metrics/runtime.js';
import { OTLP_SELF, SELF_METRICS } from '../../conventions/metrics/self-metrics.js';
import type { Sample } from '../sample.js';
import type { OtlpName, OtlpNames } from './otlp-name.js';
import { poolNames } from './pool-names.js';

/** The metrics of the endpoint's registry. Families and the process have metrics for OTLP in another registry. */
export function scrapedNames(prefix: string, families: readonly FamilyMetrics[]): OtlpNames {
  const elsewhere = [...families.flatMap(namesOf), ...Object.values(RUNTIME_METRICS).map(({ name }) => prefix + name)];
  return new Map([
    ...elsewhere.map((name) => [name, undefined] as const),
    ...poolNames(prefix),
    ...Object.values(SELF_METRICS).map(({ name, otlp }) => [prefix + name, selfName(otlp)] as const),
    [prefix + OVERFLOW_COUNTER.name, selfName(OTLP_OVERFLOW_COUNTER)],
    [prefix + GC_DURATION.name, garbageCollection()],
  ]);
}

function namesOf({ counters, duration, size, inFlight }: FamilyMetrics): string[] {
  return [...counters, duration, size, inFlight].flatMap((metric) => metric?.name ?? []);
}

function selfName({ name, unit }: { readonly name: string; readonly unit: string }): OtlpName {
  return { name, unit, upDown: false, attributes: (labels) => renamed(labels, (label) => OTLP_SELF + label) };
}

function garbageCollection(): OtlpName {
  const { name, unit, attribute } = OTLP_GC_DURATION;
  return { name, unit, upDown: false, attributes: (labels) => renamed(labels, () => attribute) };
}

function renamed(labels: Sample['labels'], rename: (label: string) => string): Attributes {
  return Object.fromEntries(Object.entries(labels).map(([label, value]) => [rename(label), value]));
}
