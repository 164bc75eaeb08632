import type { Given, Resolved } from './description.js';
import { bytes } from './checks/scalars.js';
import { group, option } from './option.js';

const KIB = 1024;
const MIB = 1024 * KIB;

const SHAPE = {
  /** One text: a message, a field of a log line, or a span attribute. Default 16384 (16 KiB). */
  valueBytes: option(bytes(), 16 * KIB),
  /** One log line. Default 65536 (64 KiB). */
  lineBytes: option(bytes(), 64 * KIB),
  /** Lines that wait for one destination: stdout, a stream, or the OTLP receiver. Default 8388608 (8 MiB). */
  logQueueBytes: option(bytes(), 8 * MIB),
  /** Finished spans that wait for one exporter, estimated. Default 33554432 (32 MiB). */
  spanQueueBytes: option(bytes(), 32 * MIB),
};

/** The maximum amount of data that telemetry holds and writes, in bytes. The defaults suit a container with 256 MB. */
export interface LimitsOptions extends Given<typeof SHAPE> {}
export interface ResolvedLimits extends Resolved<typeof SHAPE> {}
export const LIMITS = group<typeof SHAPE, LimitsOptions>(SHAPE);
