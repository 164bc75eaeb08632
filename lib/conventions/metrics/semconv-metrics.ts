import type { FamilyHistogram, LabelSource } from './metric-family.js';

/** In seconds. Source: semantic conventions 1.45, `http.server.request.duration`. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Attributes as labels: underscores replace dots. An empty label means that the attribute is absent.
 *
 * Source: OpenTelemetry, Prometheus and OpenMetrics compatibility.
 */
export function semconvLabels(...attributes: readonly string[]): Readonly<Record<string, LabelSource>> {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute.replaceAll('.', '_'), { attribute, otherwise: '' }]),
  );
}

/** A duration with its semantic-convention name, such as `http.server.request.duration`. The unit becomes a suffix. */
export function semconvDuration(otlp: string, help: string, buckets: readonly number[] = BUCKETS): FamilyHistogram {
  return { name: `${otlp.replaceAll('.', '_')}_seconds`, otlp, help: `${help} in seconds`, buckets };
}
