import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Adapter, ADAPTERS, type LogLine } from '../observed-application.js';
import { OtlpReceiver, type ReceivedSpan } from '../otlp/otlp-receiver.js';
import { SET_UPS, type SetUp } from './official-instrumentation.js';
import { ServiceProcess } from './service-process.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE_ID}-${PARENT_ID}-01`;
const SERVER = 2;
const CLIENT = 3;

/** When somebody else's instrumentation starts: before the application, after it, or never. */
type Start = { readonly before: SetUp } | 'late' | 'never';

const STARTS: ReadonlyArray<readonly [string, Start]> = [
  ['nobody else', 'never'],
  ...SET_UPS.map((setUp) => [`${setUp} before it`, { before: setUp }] as const),
  ['NodeSDK after it', 'late'],
];

describe.each(ADAPTERS)('a service on %s in one process with OpenTelemetry’s own instrumentations', (adapter) => {
  let receiver: OtlpReceiver;
  let downstream: Server;
  let received: IncomingMessage[];

  beforeEach(async () => {
    received = [];
    receiver = await OtlpReceiver.start();
    downstream = createServer((request, response) => {
      received.push(request);
      response.end('downstream');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    downstream.closeAllConnections();
    downstream.close();
    await receiver.close();
  });

  it.each(STARTS)('started by %s: nothing is reported twice, and nothing is missed', async (_name, start) => {
    const service = await startRelay(adapter, start, receiver.endpoint);
    const to = encodeURIComponent(`http://127.0.0.1:${(downstream.address() as AddressInfo).port}/`);
    for (const by of ['fetch', 'node:http']) {
      await get(`${service.url}/relay/${encodeURIComponent(by)}?by=${by}&to=${to}`, { traceparent: TRACEPARENT });
    }
    await get(`${service.url}/failing`);
    await get(`${service.url}/ignored`);
    const metrics = await get(`${service.url}/metrics`);
    const lines = await service.stop();

    const samplesNothing = typeof start === 'object' && start.before === 'a provider that samples nothing';
    expect(treesOf(receiver.spans)).toEqual(samplesNothing ? [] : expectedTrees(start));
    expectOneTraceparent(received, samplesNothing ? undefined : receiver.spans);
    expectWholeMetrics(metrics);
    expectLinesInTheirTraces(lines, samplesNothing ? undefined : receiver.spans);
  });
});

function startRelay(adapter: Adapter, start: Start, otlpEndpoint: string): Promise<ServiceProcess> {
  const before = typeof start === 'object' ? start.before : undefined;
  return ServiceProcess.start({
    script: './relay-process.ts',
    preload: before && './preload.ts',
    argv: [adapter, start === 'late' ? 'late' : ''],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlpEndpoint, TEST_SET_UP: before ?? '' },
  });
}

/** Each server span but that of the metrics, with what is below it. */
function treesOf(spans: readonly ReceivedSpan[]): readonly string[] {
  const below = ({ spanId }: ReceivedSpan): string =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === spanId)
      .map((span) => ` > ${span.kind === CLIENT ? 'client' : span.name}${below(span)}`)
      .join(' and');
  const roots = spans.filter(({ parentSpanId }) => !spans.some(({ spanId }) => spanId === parentSpanId));
  return roots
    .filter(({ attributes }) => attributes.get('url.path') !== '/metrics')
    .map(
      (span) =>
        `${span.traceId === TRACE_ID && span.parentSpanId === PARENT_ID ? 'continued' : 'new'} ${span.kind} ${span.name}${span.events.map((event) => ` (${event})`).join('')}${below(span)}`,
    )
    .sort();
}

function expectedTrees(start: Start): readonly string[] {
  const relay = `continued ${SERVER} GET /relay/:by > relay > client`;
  // Where the instrumentation is at work, it was told to ignore this one.
  const ignored = start === 'never' ? [`new ${SERVER} GET /ignored`] : [];
  return [relay, relay, `new ${SERVER} GET /failing (exception)`, ...ignored].sort();
}

function expectOneTraceparent(requests: readonly IncomingMessage[], spans: readonly ReceivedSpan[] | undefined): void {
  expect(requests).toHaveLength(2);
  const sent = requests.map(({ rawHeaders }) =>
    rawHeaders.filter((_text, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'traceparent'),
  );
  // What is not sampled is sent along as such, below a span that nobody sees.
  const clients = spans?.filter(({ kind }) => kind === CLIENT).map(({ spanId }) => `00-${TRACE_ID}-${spanId}-01`);
  const unsampled = sent.flat().filter((header) => new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`).test(header));
  expect(sent.map((headers) => headers.length)).toEqual([1, 1]);
  expect((clients ?? unsampled).sort()).toEqual(sent.flat().sort());
}

function expectWholeMetrics(text: string): void {
  const samples = text
    .split('\n')
    .filter((line) => /^http_(requests_total|client_request_duration_seconds_count)/.test(line));
  expect(samples.sort()).toEqual([
    'http_client_request_duration_seconds_count{method="GET",server="127.0.0.1",status_code="200"} 2',
    'http_requests_total{method="GET",endpoint="/failing",status_code="500"} 1',
    'http_requests_total{method="GET",endpoint="/ignored",status_code="200"} 1',
    'http_requests_total{method="GET",endpoint="/relay/:by",status_code="200"} 2',
  ]);
}

function expectLinesInTheirTraces(lines: readonly LogLine[], spans: readonly ReceivedSpan[] | undefined): void {
  const events = lines.filter(({ fields }) => fields?.['event'] === 'http_request');
  expect(events.map(({ message }) => message).sort()).toEqual(
    ['GET /failing 500', 'GET /ignored 200', 'GET /relay/:by 200', 'GET /relay/:by 200'].sort(),
  );
  expect(lines.filter(({ message }) => message === 'relaying').map((line) => line.trace_id)).toEqual([
    TRACE_ID,
    TRACE_ID,
  ]);
  const relays = events.filter(({ message }) => message.startsWith('GET /relay'));
  expect(relays.map(({ trace_id }) => trace_id)).toEqual([TRACE_ID, TRACE_ID]);
  if (spans === undefined) return;
  const servers = spans.filter(({ name }) => name === 'GET /relay/:by').map(({ spanId }) => spanId);
  expect(relays.map(({ span_id }) => span_id).sort()).toEqual(servers.sort());
}

async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return (await fetch(url, { headers })).text();
}
