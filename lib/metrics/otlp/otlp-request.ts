import type { OtlpAttribute } from '../../sending/otlp-attributes.js';

/** Times in nanoseconds since 1970, as decimal texts. */
interface Timed {
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
}

/** The link from a value to a trace. */
export interface OtlpExemplar {
  readonly timeUnixNano: string;
  readonly asDouble: number;
  readonly spanId: string;
  readonly traceId: string;
}

export interface OtlpNumberPoint extends Timed {
  readonly asDouble: number;
}

export interface OtlpHistogramPoint extends Timed {
  readonly count: string;
  readonly sum: number;
  readonly bucketCounts: readonly string[];
  readonly explicitBounds: readonly number[];
  readonly exemplars: readonly OtlpExemplar[];
}

export interface OtlpMetric {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly OtlpNumberPoint[] };
  readonly sum?: {
    readonly dataPoints: readonly OtlpNumberPoint[];
    readonly aggregationTemporality: number;
    readonly isMonotonic: boolean;
  };
  readonly histogram?: { readonly dataPoints: readonly OtlpHistogramPoint[]; readonly aggregationTemporality: number };
}

/** A request to export metrics, in OTLP's JSON form. The SDK's own encoder leaves out exemplars. */
export interface OtlpMetricsRequest {
  readonly resourceMetrics: readonly [
    {
      readonly resource: { readonly attributes: readonly OtlpAttribute[] };
      readonly scopeMetrics: readonly [
        {
          readonly scope: { readonly name: string; readonly version: string };
          readonly metrics: readonly OtlpMetric[];
          readonly schemaUrl: string;
        },
      ];
    },
  ];
}
