import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';

/** Who makes an application's spans, how its traces cross process boundaries, and how all that ends. */
export interface TracingRuntime {
  readonly tracerProvider: TracerProvider;
  readonly propagator: TextMapPropagator;
  /** Whether all that is below a local span which is not sampled is never recorded: then it needs no spans. */
  readonly leavesOutBelowUnsampled?: boolean;
  /** Sends what is waiting. Rejects when an exporter fails. */
  flush(): Promise<void>;
  /**
   * Ends what was started for this application, and nothing that belongs to others. With a deadline it sends without
   * waiting between attempts, and gives up at the deadline.
   */
  shutdown(deadline?: AbortSignal): Promise<void>;
}
