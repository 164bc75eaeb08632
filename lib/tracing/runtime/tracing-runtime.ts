import type { TextMapPropagator, TracerProvider } from '@opentelemetry/api';

/** Creates an application's spans, carries traces across process boundaries, and shuts both down. */
export interface TracingRuntime {
  readonly tracerProvider: TracerProvider;
  readonly propagator: TextMapPropagator;
  /** True if no span below an unsampled local span is ever recorded: such spans need not be created. */
  readonly leavesOutBelowUnsampled?: boolean;
  /** Exports waiting spans. Rejects if an exporter fails. */
  flush(): Promise<void>;
  /**
   * Stops what was started for this application only. With a deadline, it exports without delays between attempts, and
   * drops the rest at the deadline.
   */
  shutdown(deadline?: AbortSignal): Promise<void>;
}
