import type { CollectedMetric } from '../otlp/collected-metric.js';
import { isError } from '../../conventions/errors/is-error.js';

type Metrics = readonly CollectedMetric[];

/** What the processes of a cluster say to each other about metrics. A source is one application in one worker. */
export type ClusterMessage =
  /** To all workers: who has metrics? */
  | { readonly type: 'nestjs-telemetry:who-has-metrics' }
  /** To the primary: I have. */
  | { readonly type: 'nestjs-telemetry:have-metrics'; readonly source: string }
  /** To a worker: what are they now? */
  | { readonly type: 'nestjs-telemetry:metrics-wanted'; readonly source: string; readonly id: number }
  /** To the primary: these. */
  | {
      readonly type: 'nestjs-telemetry:metrics';
      readonly source: string;
      readonly id: number;
      readonly metrics: Metrics;
    }
  /** To the primary: they could not be collected. */
  | {
      readonly type: 'nestjs-telemetry:metrics-failed';
      readonly source: string;
      readonly id: number;
      readonly reason: string;
    }
  /** To the primary: these, and there will be no others. */
  | { readonly type: 'nestjs-telemetry:last-metrics'; readonly source: string; readonly metrics: Metrics }
  /** To the primary: what are those of all? */
  | { readonly type: 'nestjs-telemetry:all-metrics-wanted'; readonly source: string; readonly id: number }
  /** To that worker: these. */
  | {
      readonly type: 'nestjs-telemetry:all-metrics';
      readonly source: string;
      readonly id: number;
      readonly metrics: Metrics;
    }
  /** To that worker: they could not be collected. */
  | {
      readonly type: 'nestjs-telemetry:all-metrics-failed';
      readonly source: string;
      readonly id: number;
      readonly reason: string;
    };

/** Other libraries talk over the same channel. */
export function isClusterMessage(message: unknown): message is ClusterMessage {
  const type = (message as { type?: unknown } | null | undefined)?.type;
  return typeof type === 'string' && type.startsWith('nestjs-telemetry:');
}

/** Why something failed, as text: errors do not cross the channel. */
export function reasonOf(error: unknown): string {
  return isError(error) ? error.message : String(error);
}
