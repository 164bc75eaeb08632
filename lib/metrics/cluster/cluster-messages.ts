import type { CollectedMetric } from '../otlp/collected-metric.js';
import { isError } from '../../conventions/errors/is-error.js';

type Metrics = readonly CollectedMetric[];

/** The messages about metrics between the processes of a cluster. A source is one application in one worker. */
export type ClusterMessage =
  /** To all workers: announce your sources. */
  | { readonly type: 'nestjs-telemetry:who-has-metrics' }
  /** To the primary: this source exists. */
  | { readonly type: 'nestjs-telemetry:have-metrics'; readonly source: string }
  /** To a worker: send the current metrics. */
  | { readonly type: 'nestjs-telemetry:metrics-wanted'; readonly source: string; readonly id: number }
  /** To the primary: the current metrics. */
  | {
      readonly type: 'nestjs-telemetry:metrics';
      readonly source: string;
      readonly id: number;
      readonly metrics: Metrics;
    }
  /** To the primary: collecting the metrics failed. */
  | {
      readonly type: 'nestjs-telemetry:metrics-failed';
      readonly source: string;
      readonly id: number;
      readonly reason: string;
    }
  /** To the primary: the last metrics of this source. */
  | { readonly type: 'nestjs-telemetry:last-metrics'; readonly source: string; readonly metrics: Metrics }
  /** To the primary: send the metrics of all processes. */
  | { readonly type: 'nestjs-telemetry:all-metrics-wanted'; readonly source: string; readonly id: number }
  /** To that worker: the metrics of all processes. */
  | {
      readonly type: 'nestjs-telemetry:all-metrics';
      readonly source: string;
      readonly id: number;
      readonly metrics: Metrics;
    }
  /** To that worker: collecting the metrics failed. */
  | {
      readonly type: 'nestjs-telemetry:all-metrics-failed';
      readonly source: string;
      readonly id: number;
      readonly reason: string;
    };

/** Other libraries send messages over the same channel. */
export function isClusterMessage(message: unknown): message is ClusterMessage {
  const type = (message as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' && type.startsWith('nestjs-telemetry:');
}

/** The reason of a failure, as text: errors cannot cross the channel. */
export function reasonOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
