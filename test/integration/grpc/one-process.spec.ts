import { Channel, type handleUnaryCall, Metadata, Server, ServerCredentials } from '@grpc/grpc-js';
import { context as contextApi, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { TelemetryOptions } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { type Order, type OrderRequest, transport } from './orders.js';
import { OrdersController } from './orders.controller.js';
import { freePort } from './orders-service.js';
import { callByHand, OrdersClient } from './plain-orders.js';

const FIND = '/shop.Orders/Find';
const FOUND = 'grpc_requests_total{method="Find",service="shop.Orders",status_code="OK"}';

interface Running {
  readonly observed: ObservedApplication;
  readonly grpcUrl: string;
}

async function start(options: TelemetryOptions = {}): Promise<Running> {
  const grpcUrl = `127.0.0.1:${await freePort()}`;
  const observed = await startObserved('express', { controllers: [OrdersController] }, options, (app) => {
    app.connectMicroservice(transport(grpcUrl), { inheritAppConfig: true });
  });
  await observed.app.startAllMicroservices();
  return { observed, grpcUrl };
}

/** As another process would call: this one's telemetry does not see it go out. */
function callFromElsewhere(url: string, path = FIND): Promise<unknown> {
  return contextApi.with(suppressTracing(ROOT_CONTEXT), () => {
    const metadata = new Metadata();
    metadata.set('tenant', 'blue');
    return callByHand(url, path, { id: '7' }, metadata);
  });
}

describe('gRPC in one process', () => {
  const prototypes = () => [
    ...Object.values(Object.getOwnPropertyDescriptors(Server.prototype)),
    ...Object.values(Object.getOwnPropertyDescriptors(Channel.prototype)),
  ];

  it('two applications do not mix, and the last one leaves everything as it was', async () => {
    const before = prototypes();
    const [one, other] = [await start(), await start()];
    expect(prototypes()).not.toEqual(before);
    for (const { grpcUrl } of [one, one, other]) await callFromElsewhere(grpcUrl);
    expect((await one.observed.serverSpans(2)).map(({ name }) => name)).toEqual([
      'shop.Orders/Find',
      'shop.Orders/Find',
    ]);
    expect((await other.observed.serverSpans(1)).map(({ name }) => name)).toEqual(['shop.Orders/Find']);
    expect([await one.observed.series(FOUND), await other.observed.series(FOUND)]).toEqual([2, 1]);
    await one.observed.close();
    await callFromElsewhere(other.grpcUrl);
    expect(await other.observed.serverSpans(2)).toHaveLength(2);
    await other.observed.close();
    expect(prototypes()).toEqual(before);
  });

  it('a call whose tracing is suppressed, as that of an exporter, is not observed where it is made', async () => {
    const { observed, grpcUrl } = await start();
    await callFromElsewhere(grpcUrl);
    await observed.serverSpans(1);
    expect((await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT)).toEqual([]);
    await observed.close();
  });

  it('patterns that are ignored, and a direction that is switched off', async () => {
    const ignoring = await start({ messaging: { ignorePatterns: ['shop.Orders/*'] } });
    await callFromElsewhere(ignoring.grpcUrl);
    expect(await ignoring.observed.serverSpans(0)).toEqual([]);
    await ignoring.observed.close();
    const deaf = await start({ messaging: { incoming: false } });
    await callFromElsewhere(deaf.grpcUrl);
    expect(await deaf.observed.serverSpans(0)).toEqual([]);
    expect(await deaf.observed.series(FOUND)).toBeUndefined();
    await deaf.observed.close();
  });

  it('makes no span beside that of another instrumentation, and counts all the same', async () => {
    const { observed } = await start();
    const server = new Server();
    const find: handleUnaryCall<OrderRequest, Order> = (call, answer) =>
      answer(null, { id: call.request.id, tenant: '' });
    server.addService(OrdersClient.service, { Find: find });
    const { handlers } = server as unknown as { handlers: Map<string, { func: object }> };
    Object.assign(handlers.get(FIND)?.func ?? {}, { __wrapped: true });
    const port = await new Promise<number>((resolve) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound));
    });
    const traced = new Metadata();
    traced.set('traceparent', `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`);
    await callByHand(`127.0.0.1:${port}`, FIND, { id: '7' }, traced);
    expect(await observed.serverSpans(0)).toEqual([]);
    expect(await observed.spans()).toEqual([]);
    expect(await observed.series(FOUND)).toBe(1);
    server.forceShutdown();
    await observed.close();
  });
});
