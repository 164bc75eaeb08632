import type { IncomingHttpHeaders } from 'node:http';
import type { PropagatorName } from 'nestjs-telemetry';

/** Which trace and span a request says it comes from. */
export interface Sender {
  readonly traceId: string;
  readonly spanId: string;
  /** Default: sampled, and nothing else. */
  readonly traceFlags?: number;
}

export type WireFormat = Exclude<PropagatorName, 'baggage'>;

/** The headers of each format for a sampled span, to the letter. */
export const WIRE_FORMATS: Readonly<Record<WireFormat, (sender: Sender) => Record<string, string>>> = {
  tracecontext: ({ traceId, spanId, traceFlags = 1 }) => ({ traceparent: `00-${traceId}-${spanId}-0${traceFlags}` }),
  b3: ({ traceId, spanId }) => ({ b3: `${traceId}-${spanId}-1` }),
  b3multi: ({ traceId, spanId }) => ({ 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '1' }),
  jaeger: ({ traceId, spanId }) => ({ 'uber-trace-id': `${traceId}:${spanId}:0:01` }),
};

export const FORMAT_NAMES = Object.keys(WIRE_FORMATS) as WireFormat[];

const PROPAGATION_HEADERS = /^(traceparent|tracestate|baggage|b3|x-b3-.*|uber.*|jaeger-.*)$/;

/** Those headers that say where a request comes from. */
export function propagationHeaders(headers: IncomingHttpHeaders): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => PROPAGATION_HEADERS.test(name)));
}
