import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { spanSize } from './span-size.js';

/** The memory of the spans that wait for one exporter, estimated and bounded. */
export class SpanBytes {
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** False where the span does not fit. */
  take(span: ReadableSpan): boolean {
    const size = spanSize(span);
    // A span that is larger than all of the queue may pass while nothing else waits.
    if (this.bytes > 0 && this.bytes + size > this.maxBytes) return false;
    this.bytes += size;
    return true;
  }

  /** These spans wait no longer. */
  release(spans: readonly ReadableSpan[]): void {
    for (const span of spans) this.bytes -= spanSize(span);
    this.bytes = Math.max(0, this.bytes);
  }
}
