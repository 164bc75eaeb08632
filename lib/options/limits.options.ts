import type { Given, Resolved } from './description.js';
import { bytes } from './checks/scalars.js';
import { group, option } from './option.js';

const SHAPE = {
  /** Lines that wait for one destination: stdout, a stream or the OTLP receiver. Default 8388608 (8 MiB). */
  logQueueBytes: option(bytes(), 8 * 1024 * 1024),
  /** Finished spans that wait for one exporter, estimated. Default 33554432 (32 MiB). */
  spanQueueBytes: option(bytes(), 32 * 1024 * 1024),
};

/** What telemetry may hold and write at most, in bytes and in numbers. The defaults fit a container with 256 MB. */
export interface LimitsOptions extends Given<typeof SHAPE> {}
export interface ResolvedLimits extends Resolved<typeof SHAPE> {}
export const LIMITS = group<typeof SHAPE, LimitsOptions>(SHAPE);
