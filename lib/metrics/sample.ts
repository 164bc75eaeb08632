/** The values of a metric's labels, by name. */
export type LabelValues = Readonly<Record<string, string>>;

/** One line of the exposition, as prom-client's registries read it from a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
  /** Further labels. All samples of a series share this object. */
  readonly sharedLabels?: Readonly<Record<string, string | number>>;
  readonly exemplar?: Exemplar | null | undefined;
}

/** The link from a sample to a trace, in the shape of prom-client. */
export interface Exemplar {
  readonly labelSet: Readonly<Record<string, string>>;
  readonly value: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
}
