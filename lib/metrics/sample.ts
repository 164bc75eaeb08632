/** The values of a metric's labels, by name. */
export type LabelValues = Readonly<Record<string, string>>;

/** One line of the exposition, as prom-client's registries take it from a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
  /** Further labels, in one object for all samples of a series. */
  readonly sharedLabels?: Readonly<Record<string, string | number>>;
  readonly exemplar?: Exemplar | null | undefined;
}

/** What leads from a sample to a trace, in the shape of prom-client's. */
export interface Exemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}
