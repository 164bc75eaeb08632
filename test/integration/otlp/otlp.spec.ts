import { ADAPTERS, startObserved } from '../observed-application.js';
import { OtlpReceiver, type ReceivedSpan } from './otlp-receiver.js';
import { SPANS_PER_REQUEST, SpansController, SpansService } from './spans-service.js';

const REQUESTS = 1_000;
const AT_ONCE = 50;

describe.each(ADAPTERS)('OTLP from %s', (adapter) => {
  let receiver: OtlpReceiver;
  beforeEach(async () => {
    receiver = await OtlpReceiver.start();
  });
  afterEach(() => receiver.close());

  it(`brings every span of ${REQUESTS} concurrent requests once, with its right parent`, async () => {
    const observed = await startObserved(
      adapter,
      { controllers: [SpansController], providers: [SpansService] },
      {
        service: { name: 'spans' },
        tracing: { exporter: 'otlp', endpoint: receiver.endpoint, headers: { 'x-api-key': 'k' } },
        logging: { events: { http: false } },
      },
    );
    let next = 0;
    async function client(): Promise<void> {
      for (let id = next++; id < REQUESTS; id = next++) await (await fetch(`${observed.url}/users/${id}`)).json();
    }
    await Promise.all(Array.from({ length: AT_ONCE }, client));
    await observed.close();

    expect(receiver.spans).toHaveLength(REQUESTS * SPANS_PER_REQUEST);
    expect(new Set(receiver.spans.map((span) => span.spanId)).size).toBe(REQUESTS * SPANS_PER_REQUEST);
    expect(receiver.headers.every((headers) => headers['x-api-key'] === 'k')).toBe(true);
    expect(new Set(receiver.spans.map((span) => span.service))).toEqual(new Set(['spans']));
    const traces = Map.groupBy(receiver.spans, (span) => span.traceId);
    expect(traces.size).toBe(REQUESTS);
    expect(new Set([...traces.values()].map(shape))).toEqual(
      new Set(['GET /users/:id > SpansService.find > cache get, SELECT users']),
    );
    const paths = receiver.spans.map((span) => span.attributes.get('url.path')).filter((path) => path !== undefined);
    expect(new Set(paths)).toEqual(new Set(Array.from({ length: REQUESTS }, (_, id) => `/users/${id}`)));
  }, 60_000);
});

/** A trace as text: names in the order of the tree. */
function shape(spans: readonly ReceivedSpan[]): string {
  const below = (parent: string): string =>
    spans
      .filter((span) => span.parentSpanId === parent)
      .map((span) => [span.name, below(span.spanId)].filter(Boolean).join(' > '))
      .sort((one, other) => one.localeCompare(other))
      .join(', ');
  return below('');
}
