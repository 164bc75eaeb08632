import { Metadata } from '@grpc/grpc-js';
import { type ClientGrpc, ClientProxyFactory } from '@nestjs/microservices';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { lastValueFrom, type Observable, take, timeout } from 'rxjs';
import { until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { OrdersController } from './orders.controller.js';
import { freePort } from './orders-service.js';
import { transport } from './orders.js';

type Method = (request: { id: string }, metadata: Metadata) => Observable<unknown>;
type Service = Readonly<Record<'find' | 'list' | 'unimplemented', Method>>;

interface Row {
  readonly method: keyof Service;
  readonly how: string;
  readonly reachable: boolean;
  readonly code: string;
  readonly failed: boolean;
  readonly had: 'a reply' | 'an error';
}

const PATIENCE_MS = 500;

const ROWS: Readonly<Record<string, Row>> = {
  answered: { method: 'find', how: 'ok', reachable: true, code: 'OK', failed: false, had: 'a reply' },
  'an error as reply': {
    method: 'find',
    how: 'error',
    reachable: true,
    code: 'UNKNOWN',
    failed: true,
    had: 'an error',
  },
  // It blames the caller, and is no failure of the two services.
  'a refusal as reply': {
    method: 'find',
    how: 'not found',
    reachable: true,
    code: 'NOT_FOUND',
    failed: false,
    had: 'an error',
  },
  'no handler': {
    method: 'unimplemented',
    how: 'ok',
    reachable: true,
    code: 'UNIMPLEMENTED',
    failed: true,
    had: 'an error',
  },
  'nobody there': { method: 'find', how: 'ok', reachable: false, code: 'UNAVAILABLE', failed: true, had: 'an error' },
  'given up by timeout()': {
    method: 'find',
    how: 'never',
    reachable: true,
    code: 'CANCELLED',
    failed: false,
    had: 'an error',
  },
  'left by take(1)': { method: 'list', how: 'ok', reachable: true, code: 'CANCELLED', failed: false, had: 'a reply' },
};

describe('A call of Nest’s gRPC client', () => {
  let observed: ObservedApplication;
  let url: string;
  beforeAll(async () => {
    url = `127.0.0.1:${await freePort()}`;
    observed = await startObserved(
      'fastify',
      { controllers: [OrdersController] },
      { logging: { events: { rpc: true } } },
      (app) => void app.connectMicroservice(transport(url), { inheritAppConfig: true }),
    );
    await observed.app.startAllMicroservices();
  });
  afterAll(() => observed.close());

  it.each(Object.keys(ROWS))('is what its caller had, in span, sample and line: %s', async (name) => {
    const { method, how, reachable, code, failed, had } = ROWS[name] as Row;
    await observed.reset();
    const address = reachable ? url : `127.0.0.1:${await freePort()}`;
    const client = ClientProxyFactory.create(transport(address)) as unknown as ClientGrpc & { close(): void };
    const metadata = new Metadata();
    metadata.set('how', how);
    metadata.set('tenant', 'blue');
    const replies = client.getService<Service>('Orders')[method]({ id: '7' }, metadata);
    const seen = await lastValueFrom(
      method === 'list' ? replies.pipe(take(1)) : replies.pipe(timeout(PATIENCE_MS)),
    ).then(
      () => 'a reply',
      () => 'an error',
    );
    expect(seen).toBe(had);
    const sent = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);
    await until(async () => (await sent()).length > 0);
    client.close();
    const [span] = await sent();
    expect(await sent()).toHaveLength(1);
    expect(span?.attributes['rpc.status_code'] ?? 'OK').toBe(code);
    expect(span?.status.code).toBe(failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET);
    expect(span?.attributes['error.type']).toBe(code === 'OK' ? undefined : code);
    const lines = observed.lines().filter(({ fields }) => fields?.['event'] === 'rpc_client_call');
    expect(lines.map((line) => [line.trace_id, line.fields?.['status_code']])).toEqual([
      [span?.spanContext().traceId, code],
    ]);
    const counted = (await observed.seriesNames()).filter(
      (series) =>
        series.startsWith('grpc_client_request_duration_seconds_count{') &&
        series.toLowerCase().includes(`method="${method}"`) &&
        series.includes(`status_code="${code}"`),
    );
    expect(counted).toHaveLength(1);
  });
});
