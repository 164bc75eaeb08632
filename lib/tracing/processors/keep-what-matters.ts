import type { Sampler, SpanProcessor } from '@opentelemetry/sdk-trace';
import { KeepSampler } from '../samplers/keep.sampler.js';
import type { ReportDrop, ResolvedKeep } from './held-traces.js';
import { KeepProcessor } from './keep.processor.js';
import type { KeepStatistics } from './keep-statistics.js';

export interface SpanPath {
  readonly sampler: Sampler;
  readonly spanProcessors: SpanProcessor[];
}

/**
 * Puts `tracing.keep` between a sampler and the processors that export. Without the option, or with nothing that could
 * be kept or exported, both stay as they are, and unsampled spans cost next to nothing.
 */
export function keepWhatMatters(
  path: SpanPath,
  keep: ResolvedKeep | undefined,
  statistics: KeepStatistics,
  report: ReportDrop,
): SpanPath {
  if (keep === undefined || path.spanProcessors.length === 0) return path;
  if (!keep.errors && keep.slowerThanMs === Number.POSITIVE_INFINITY) return path;
  return {
    sampler: new KeepSampler(path.sampler),
    spanProcessors: [new KeepProcessor(path.spanProcessors, keep, statistics, report)],
  };
}
