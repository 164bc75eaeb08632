import type { Given } from './description.js';
import { count, duration } from './checks/scalars.js';
import { countVariable, timeVariable } from './environment.js';
import { completed, derived, group, option } from './option.js';
import { Refusal } from './refusal.js';

const SPANS_OF_A_BATCH = 1_024;
const BATCH_VARIABLE = 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE';

const SHAPE = {
  /** Finished spans that wait for export. Further spans are dropped and counted. Default 16384. */
  maxQueueSize: option(count(), 16_384, countVariable('OTEL_BSP_MAX_QUEUE_SIZE')),
  /** Spans in one export. Default: 1024, or `maxQueueSize` if that is less. */
  maxExportBatchSize: derived(
    count(),
    (given, { environment }) => ({ given, fromEnvironment: environment.count(BATCH_VARIABLE) }),
    [BATCH_VARIABLE],
  ),
  /** Maximum time that a finished span waits, in milliseconds. Default 5000. */
  flushIntervalMs: option(duration(), 5_000, timeVariable('OTEL_BSP_SCHEDULE_DELAY')),
  /** Maximum time of one export, in milliseconds. Default 30000. */
  exportTimeoutMs: option(duration(), 30_000, timeVariable('OTEL_BSP_EXPORT_TIMEOUT')),
};

/** How finished spans wait for export. */
export interface BatchOptions extends Given<typeof SHAPE> {}

export const BATCH = completed(group<typeof SHAPE, BatchOptions>(SHAPE), (resolved, _given, { environment }) => {
  const { maxQueueSize, maxExportBatchSize } = resolved;
  const { given, fromEnvironment } = maxExportBatchSize;
  if (given !== undefined && given > maxQueueSize) {
    throw new Refusal('tracing.batch.maxExportBatchSize', given, {
      why: `So many spans never wait: maxQueueSize is ${maxQueueSize}.`,
      fix: 'Give no more than maxQueueSize, or raise that.',
    });
  }
  if (given !== undefined) return { ...resolved, maxExportBatchSize: given };
  const fallback = Math.min(SPANS_OF_A_BATCH, maxQueueSize);
  if (fromEnvironment === undefined || fromEnvironment <= maxQueueSize) {
    return { ...resolved, maxExportBatchSize: fromEnvironment ?? fallback };
  }
  environment.ignore(BATCH_VARIABLE, String(fromEnvironment), `The queue holds ${maxQueueSize} spans.`);
  return { ...resolved, maxExportBatchSize: fallback };
});
