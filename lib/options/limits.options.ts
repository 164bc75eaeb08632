/** What telemetry may hold and write at most, in bytes and in numbers. The defaults fit a container with 256 MB. */
export interface LimitsOptions {
  /** Lines that wait for one destination: stdout, a stream or the OTLP receiver. Default 8388608 (8 MiB). */
  readonly logQueueBytes?: number;
}

export type ResolvedLimits = Required<LimitsOptions>;
