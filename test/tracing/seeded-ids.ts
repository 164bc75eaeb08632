import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** The same ids in the same order for the same seed; trace ids do not depend on how many spans there are. */
export class SeededIds implements IdGenerator {
  readonly traceIds: string[] = [];
  private readonly traces: () => string;
  private readonly spans: () => string;

  constructor(seed: number) {
    this.traces = words(seed);
    this.spans = words(seed + 1);
  }

  generateTraceId = (): string => {
    const id = this.traces() + this.traces() + this.traces() + this.traces();
    this.traceIds.push(id);
    return id;
  };

  generateSpanId = (): string => this.spans() + this.spans();
}

/** Mulberry32: eight hexadecimal digits at a time. */
function words(seed: number): () => string {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0).toString(16).padStart(8, '0');
  };
}
