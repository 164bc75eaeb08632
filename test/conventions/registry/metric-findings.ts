import { attributeFindings } from './attribute-findings.js';
import { isInNamespace, REGISTRY } from './registry.js';

export interface ExaminedMetric {
  readonly name: string;
  readonly unit: string;
  readonly instrument: 'counter' | 'updowncounter' | 'gauge' | 'histogram';
  /** The attributes of each point. */
  readonly points: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** The namespace of this package. Without a dot, a name is the application's. */
const OWN = /^nestjs\./;

/** What violates the registry in a metric. */
export function metricFindings(metric: ExaminedMetric): string[] {
  const attributes = metric.points.flatMap((point) => attributeFindings(point));
  return [...new Set([...definitionFindings(metric), ...pointFindings(metric), ...attributes])].map(
    (finding) => `metric "${metric.name}": ${finding}`,
  );
}

function definitionFindings({ name, unit, instrument }: ExaminedMetric): string[] {
  const registered = REGISTRY.metrics[name];
  if (registered === undefined) {
    if (OWN.test(name)) return unit === '' ? ['has no unit'] : [];
    return isInNamespace(name) ? ['is invented in a namespace of OpenTelemetry'] : [];
  }
  if (registered.deprecated !== undefined) return ['is deprecated'];
  return [
    ...(registered.unit === unit ? [] : [`has the unit ${unit} and not ${registered.unit}`]),
    ...(registered.instrument === instrument ? [] : [`is a ${instrument} and not a ${registered.instrument}`]),
  ];
}

function pointFindings({ name, points }: ExaminedMetric): string[] {
  const required = REGISTRY.metrics[name]?.required ?? [];
  // The overflow series adds up what has different attributes.
  const full = points.filter((point) => point['otel.metric.overflow'] !== true);
  const missing = required.filter((attribute) => full.some((point) => point[attribute] === undefined));
  const distinct = new Set(points.map((point) => JSON.stringify(Object.entries(point).toSorted())));
  return [
    ...missing.map((attribute) => `${attribute} is missing`),
    ...(distinct.size === points.length ? [] : ['has two points with the same attributes']),
  ];
}
