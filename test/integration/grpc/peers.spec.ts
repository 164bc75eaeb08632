import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { credentials, Metadata } from '@grpc/grpc-js';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { until } from '../../until.js';
import { startObserved } from '../observed-application.js';
import { callerModule } from './caller.js';
import { OrdersService, serverSpans } from './orders-service.js';
import { callByHand, OrdersClient } from './plain-orders.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';
const UNIMPLEMENTED = 12;

function metadata(fields: Readonly<Record<string, string>>): Metadata {
  const made = new Metadata();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
}

describe.each(['microservice', 'hybrid'] as const)('a %s asked by @grpc/grpc-js alone', (setUp) => {
  let service: OrdersService;
  beforeEach(async () => {
    service = await OrdersService.start(setUp);
  }, 30_000);
  afterEach(() => service.stop());

  it('continues the trace that it is given, and begins one where there is none', async () => {
    const fields = { how: 'ok', tenant: 'blue', 'x-request-id': 'mine' };
    const given = { ...fields, traceparent: `00-${TRACE_ID}-${PARENT_ID}-01` };
    expect(await callByHand(service.url, '/shop.Orders/Find', { id: '7' }, metadata(given))).toEqual({
      code: 0,
      order: { id: '7', tenant: 'blue' },
    });
    await callByHand(service.url, '/shop.Orders/Find', { id: '8' }, metadata(fields));

    const report = await service.serverSpans(2);
    const [continued, begun] = serverSpans(report);
    expect([continued?.traceId, continued?.parentSpanId]).toEqual([TRACE_ID, PARENT_ID]);
    expect(begun?.parentSpanId).toBeUndefined();
    expect(continued?.attributes).toMatchObject({ 'nestjs.rpc.request.size': 3, 'nestjs.rpc.response.size': 9 });
    expect(report.metrics).toContain(
      'grpc_response_size_bytes_sum{method="Find",service="shop.Orders",status_code="OK"} 18\n',
    );
    expect(report.lines.filter((line) => line.trace_id === TRACE_ID).map((line) => line.request_id)).toContain('mine');
  });

  it('records the error of a pipe', async () => {
    await callByHand(service.url, '/shop.Orders/Find', { id: 'unheard-of' }, metadata({}));
    const [server] = serverSpans(await service.serverSpans(1));
    expect(server?.attributes['rpc.status_code']).toBe('UNKNOWN');
    expect(server?.exceptions).toEqual(['TypeError: no such id']);
  });

  it('methods that are not there share one series', async () => {
    for (const path of ['/shop.Orders/Steal', '/evil.Service/1', '/']) {
      const { code } = await callByHand(service.url, path, { id: '7' }, metadata({}));
      expect(code).toBe(UNIMPLEMENTED);
    }
    const report = await service.serverSpans(3);
    expect(serverSpans(report).map(({ name, attributes }) => [name, attributes['rpc.method_original']])).toEqual([
      ['grpc', 'shop.Orders/Steal'],
      ['grpc', 'evil.Service/1'],
      ['grpc', ''],
    ]);
    expect(report.metrics.split('\n').filter((line) => line.startsWith('grpc_requests_total{'))).toEqual([
      'grpc_requests_total{method="_OTHER",service="unknown",status_code="UNIMPLEMENTED"} 3',
    ]);
  });

  it('a call that the shutdown cuts off has ended, and is exported', async () => {
    const client = new OrdersClient(service.url, credentials.createInsecure());
    const call = client['list']?.({ id: '7' }, metadata({ how: 'hang', tenant: 'blue' })) as NodeJS.EventEmitter;
    const failed = once(call, 'error').catch((error: unknown) => error);
    await until(async () => (await service.report()).lines.some(({ message }) => message === 'working on 7'));
    const report = await service.close();
    await failed;
    client.close();
    expect(serverSpans(report).map(({ status, attributes }) => [attributes['rpc.status_code'], status])).toEqual([
      ['UNAVAILABLE', SpanStatusCode.ERROR],
    ]);
    expect(report.metrics).toContain(
      'grpc_requests_total{method="List",service="shop.Orders",status_code="UNAVAILABLE"} 1\n',
    );
  });
});

describe('a server of @grpc/grpc-js alone, asked by Nest', () => {
  it('gets the trace, the id of the request and what the caller has put there', async () => {
    const server = fork(fileURLToPath(new URL('./plain-server.process.ts', import.meta.url)), {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    const [port] = (await once(server, 'message')) as [number];
    const observed = await startObserved('fastify', callerModule(`127.0.0.1:${port}`));
    try {
      const received = once(server, 'message');
      const answer = await fetch(`${observed.url}/call?method=find&how=ok`, {
        headers: { 'x-request-id': 'mine', baggage: 'region=north' },
      });
      expect(await answer.json()).toEqual({ all: [{ id: '1', tenant: 'blue' }], metadataIsAsItWas: true });
      const [http] = await observed.serverSpans(1);
      const clients = (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);
      const [got] = (await received) as [Record<string, string>];
      expect(clients).toHaveLength(1);
      expect(clients[0]?.parentSpanContext?.spanId).toBe(http?.spanContext().spanId);
      expect(got).toMatchObject({
        tenant: 'blue',
        how: 'ok',
        baggage: 'region=north',
        'x-request-id': 'mine',
        traceparent: `00-${http?.spanContext().traceId}-${clients[0]?.spanContext().spanId}-03`,
      });
    } finally {
      await observed.close();
      server.disconnect();
    }
  });
});
