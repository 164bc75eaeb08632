import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { callerModule } from './caller.js';
import { fullName, type Order, type Orders } from './orders.js';
import { OrdersService, type Report, serverSpans } from './orders-service.js';
import { plainSpan, type PlainSpan } from './plain-span.js';

interface Expected {
  readonly client: string;
  readonly server: string;
  /** Whether the server's span failed; the client's has, unless the status is OK. */
  readonly serverFailed: boolean;
  readonly exception?: string;
}

const METHODS: ReadonlyArray<readonly [string, keyof Orders]> = [
  ['unary', 'find'],
  ['client stream', 'upload'],
  ['server stream', 'list'],
  ['bidirectional stream', 'chat'],
];

const CASES: Readonly<Record<string, Expected>> = {
  ok: { client: 'OK', server: 'OK', serverFailed: false },
  error: { client: 'UNKNOWN', server: 'UNKNOWN', serverFailed: true, exception: 'RangeError: out of stock' },
  'not found': { client: 'NOT_FOUND', server: 'NOT_FOUND', serverFailed: false },
  guard: { client: 'UNKNOWN', server: 'UNKNOWN', serverFailed: true, exception: 'RpcException: The shop is closed' },
  deadline: { client: 'DEADLINE_EXCEEDED', server: 'DEADLINE_EXCEEDED', serverFailed: true },
  cancel: { client: 'CANCELLED', server: 'CANCELLED', serverFailed: false },
};

const ROWS = METHODS.flatMap(([kind, method]) => Object.keys(CASES).map((how) => [kind, how, method] as const));

const PASSED: ReadonlyArray<readonly [string, string, keyof Orders]> = (
  ['ok', 'error', 'deadline', 'cancel'] as const
).flatMap((how) => [
  ['client stream as a call', how, 'passedUpload'],
  ['bidirectional stream as a call', how, 'passedChat'],
]);

describe.each([
  ['express', 'microservice'],
  ['fastify', 'hybrid'],
] as const)('HTTP on %s asks a %s over gRPC', (adapter, setUp) => {
  let service: OrdersService;
  let observed: ObservedApplication;
  let calls = 0;

  beforeAll(async () => {
    service = await OrdersService.start(setUp);
    observed = await startObserved(adapter, callerModule(service.url));
  }, 30_000);
  afterAll(async () => {
    await observed.close();
    await service.stop();
  });

  const call = async (method: keyof Orders, how: string) => {
    const answer = await fetch(`${observed.url}/call?method=${method}&how=${encodeURIComponent(how)}`, {
      headers: { 'x-request-id': `request-${++calls}` },
    });
    const body = (await answer.json()) as { all?: readonly Order[]; metadataIsAsItWas: boolean };
    const http = (await observed.serverSpans(calls)).at(-1);
    const report = await service.serverSpans(calls);
    const traceId = http?.spanContext().traceId ?? '';
    return { body, http, report, ...ofTrace(traceId, (await observed.spans()).map(plainSpan), report) };
  };

  it.each([...ROWS, ...PASSED])('%s: %s', async (_kind, how, method) => {
    const { body, http, clients, servers, works, lines } = await call(method, how);
    const expected = CASES[how] as Expected;
    const [client] = clients;
    const [server] = servers;

    expect(clients).toHaveLength(1);
    expect(servers).toHaveLength(1);
    expect(client?.parentSpanId).toBe(http?.spanContext().spanId);
    expect(server?.parentSpanId).toBe(client?.spanId);
    expect([client?.name, server?.name]).toEqual([fullName(method), fullName(method)]);
    const [host, port] = service.url.split(':');
    expect(client?.attributes).toMatchObject({
      'rpc.system.name': 'grpc',
      'rpc.method': fullName(method),
      'rpc.status_code': expected.client,
      'server.address': host,
      'server.port': Number(port),
      'network.peer.address': '127.0.0.1',
      'network.peer.port': Number(port),
    });
    expect(server?.attributes).toMatchObject({
      'rpc.system.name': 'grpc',
      'rpc.method': fullName(method),
      'rpc.status_code': expected.server,
      'network.peer.address': '127.0.0.1',
      'network.peer.port': expect.any(Number) as number,
    });
    const isAnswer = ['OK', 'NOT_FOUND', 'CANCELLED'].includes(expected.client);
    expect(client?.status).toBe(isAnswer ? SpanStatusCode.UNSET : SpanStatusCode.ERROR);
    expect(server?.status).toBe(expected.serverFailed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(server?.exceptions).toEqual(expected.exception === undefined ? [] : [expected.exception]);

    expect(body.metadataIsAsItWas).toBe(true);
    expect(new Set(body.all?.map(({ tenant }) => tenant))).toEqual(new Set(how === 'ok' ? ['blue'] : []));
    expect(works.length > 0 || how !== 'ok').toBe(true);
    expect(works.map(({ parentSpanId }) => parentSpanId)).toEqual(works.map(() => server?.spanId));
    const working = lines.filter(({ message }) => message.startsWith('working'));
    expect(working).toHaveLength(works.length);
    expect(lines.map((line) => line.request_id)).toEqual(lines.map(() => `request-${calls}`));
  });

  it('a method that nobody implements', async () => {
    const { clients, servers } = await call('unimplemented', 'ok');
    expect(clients.map(({ name, attributes }) => [name, attributes['rpc.status_code']])).toEqual([
      ['shop.Orders/Unimplemented', 'UNIMPLEMENTED'],
    ]);
    expect(servers.map(({ status }) => status)).toEqual([SpanStatusCode.ERROR]);
    expect(servers[0]?.attributes).toMatchObject({ 'rpc.status_code': 'UNIMPLEMENTED' });
  });

  it('metrics count every call once', async () => {
    const { metrics, spans } = await service.report();
    const counted = new Map<string, number>();
    for (const { attributes } of spans.filter(({ kind }) => kind === SpanKind.SERVER)) {
      const [name, method] = String(attributes['rpc.method']).split('/');
      if (name !== 'shop.Orders') continue;
      const key = `{method="${method}",service="${name}",status_code="${String(attributes['rpc.status_code'])}"}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
    expect(counted.size).toBeGreaterThan(0);
    for (const family of [
      'grpc_requests_total',
      'grpc_request_duration_seconds_count',
      'grpc_response_size_bytes_count',
    ]) {
      const expected = [...counted].map(([labels, count]) => `${family}${labels} ${count}`);
      expect(
        metrics
          .split('\n')
          .filter((line) => line.startsWith(`${family}{`))
          .sort(),
      ).toEqual(expected.sort());
    }
  });
});

function ofTrace(traceId: string, here: readonly PlainSpan[], there: Report) {
  return {
    clients: here.filter((span) => span.traceId === traceId && span.kind === SpanKind.CLIENT),
    servers: serverSpans(there).filter((span) => span.traceId === traceId),
    works: there.spans.filter((span) => span.traceId === traceId && span.name === 'work'),
    lines: there.lines.filter((line) => line.trace_id === traceId),
  };
}
