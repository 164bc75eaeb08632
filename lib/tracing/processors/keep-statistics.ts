import type { Fate } from './local-trace.js';

/** A number of traces, and of their spans. */
export interface Tally {
  traces: number;
  spans: number;
}

/** What `tracing.keep` holds now, and what it has done since the start with the traces that the sampler dropped. */
export class KeepStatistics {
  readonly held = { traces: 0, spans: 0, bytes: 0 };
  /** A trace that was let go and then failed after all counts under both. */
  readonly fates: Readonly<Record<Fate, Tally>> = {
    error: { traces: 0, spans: 0 },
    slow: { traces: 0, spans: 0 },
    discarded: { traces: 0, spans: 0 },
    maxTraces: { traces: 0, spans: 0 },
    maxSpans: { traces: 0, spans: 0 },
    maxBytes: { traces: 0, spans: 0 },
    maxAgeMs: { traces: 0, spans: 0 },
    shutdown: { traces: 0, spans: 0 },
  };
}
