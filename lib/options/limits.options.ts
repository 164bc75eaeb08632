/** What telemetry may hold and write at most, in bytes and in numbers. The defaults fit a container with 256 MB. */
export interface LimitsOptions {
  /** One text: a message, a field, an attribute. Default 16384 (16 KiB). */
  readonly valueBytes?: number;
  /** One log line. Default 65536 (64 KiB). */
  readonly lineBytes?: number;
  /** Lines that wait for one destination: stdout, a stream or the OTLP receiver. Default 8388608 (8 MiB). */
  readonly logQueueBytes?: number;
}

export type ResolvedLimits = Required<LimitsOptions>;
