import { type Link, ROOT_CONTEXT, type SpanContext, trace, TraceFlags } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { linkedNotBelow, linksOf, linkTo, withLinks } from '../../lib/context/links.js';
import { messagingOperation } from '../../lib/conventions/messaging/messaging-operation.js';
import { Telemetry } from '../../lib/observation/index.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

const REMOTE: SpanContext = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
};
const OPERATION = messagingOperation('messaging.process', { system: 'x', destination: 'y', operation: 'process' });

const exporter = new ExaminedSpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const telemetry = new Telemetry([new TracingObserver(provider.getTracer('test'))], (what, error) => {
  throw new Error(what, { cause: error });
});

beforeEach(() => exporter.reset());

describe('Links of a context', () => {
  it('belong to the call that begins there, and not to what is below it', async () => {
    const context = linkedNotBelow(trace.setSpanContext(ROOT_CONTEXT, REMOTE));
    const outer = telemetry.begin(OPERATION, context);
    const inner = telemetry.begin(OPERATION, outer.context);
    for (const call of [inner, outer]) call.end({ failed: false, facts: {} });
    await provider.forceFlush();

    const [below, above] = exporter.getFinishedSpans();
    expect(above?.parentSpanContext).toBeUndefined();
    expect(above?.spanContext().traceId).not.toBe(REMOTE.traceId);
    expect(above?.links.map((link: Link) => link.context)).toEqual([REMOTE]);
    expect(below?.parentSpanContext?.spanId).toBe(above?.spanContext().spanId);
    expect(below?.links).toEqual([]);
  });

  it('are none where there is no valid span', () => {
    const invalid = trace.setSpanContext(ROOT_CONTEXT, { ...REMOTE, spanId: '0000000000000000' });
    expect([linkTo(ROOT_CONTEXT), linkTo(invalid)]).toEqual([[], []]);
    expect(linksOf(linkedNotBelow(ROOT_CONTEXT))).toBeUndefined();
    expect(withLinks(ROOT_CONTEXT, [])).toBe(ROOT_CONTEXT);
  });
});
