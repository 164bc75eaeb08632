import { Controller, Get, Inject, Module } from '@nestjs/common';
import { Logger, type TelemetryOptions } from 'nestjs-telemetry';
import { LogStatistics } from '../../../lib/logging/log-statistics.js';
import { until } from '../../until.js';
import { startObserved } from '../observed-application.js';
import { LogReceiver } from './log-receiver.js';

@Controller()
class ShopController {
  constructor(@Inject(Logger) private readonly logger: Logger) {}

  @Get('orders')
  orders(): string {
    this.logger.info('Order placed', { order: { id: 7, tags: ['new', 'paid'] }, total: 12.5 }, 'Orders');
    return 'ok';
  }

  @Get('fails')
  fails(): never {
    throw new TypeError('no such order');
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

let receiver: LogReceiver;
beforeEach(async () => {
  receiver = await LogReceiver.start();
});
afterEach(() => receiver.close());

type LoggingOptions = NonNullable<TelemetryOptions['logging']>;

function start(otlp: LoggingOptions['otlp'], logging: LoggingOptions = {}) {
  return startObserved(
    'fastify',
    { imports: [ShopModule] },
    {
      service: { name: 'shop', version: '1.2.3', environment: 'test' },
      logging: { ...logging, otlp: { endpoint: receiver.endpoint, ...(otlp as object) } },
    },
  );
}

describe('logs over OTLP', () => {
  it('have severity, body, attributes, the trace and the service', async () => {
    const shop = await start({ apiKey: 'key-1', headers: { 'x-tenant': 'a' } });
    await fetch(`${shop.url}/orders`);
    const line = shop.lines().find(({ message }) => message === 'Order placed');
    await shop.close();
    const record = receiver.records.find(({ body }) => body === 'Order placed');
    expect(record).toEqual({
      severityNumber: 9,
      severityText: 'info',
      eventName: undefined,
      body: 'Order placed',
      timeMs: Date.parse((line as unknown as { timestamp: string }).timestamp),
      time: expect.any(BigInt),
      traceId: line?.trace_id,
      spanId: line?.span_id,
      flags: 1,
      attributes: {
        context: 'Orders',
        'order.id': 7,
        'order.tags': ['new', 'paid'],
        total: 12.5,
        request_id: expect.any(String),
      },
      resource: expect.objectContaining({
        'service.name': 'shop',
        'service.version': '1.2.3',
        'deployment.environment.name': 'test',
      }),
    });
    expect(receiver.headers[0]).toMatchObject({ authorization: 'Bearer key-1', 'x-tenant': 'a' });
    expect(new Set(receiver.paths)).toEqual(new Set(['/v1/logs']));
  });

  it("are Nest's lines and events too, errors as exceptions, and each line of the stream once", async () => {
    const shop = await start({});
    await fetch(`${shop.url}/fails`);
    await shop.close();
    const error = receiver.records.find(({ attributes }) => attributes['context'] === 'ExceptionsHandler');
    expect(error).toMatchObject({
      severityNumber: 17,
      attributes: {
        'exception.message': 'no such order',
        'exception.stacktrace': expect.stringContaining('otlp-logs.spec'),
      },
    });
    expect(receiver.records.some(({ attributes }) => attributes['context'] === 'RouterExplorer')).toBe(true);
    expect(receiver.records.map(({ body }) => body).toSorted()).toEqual(
      shop
        .lines()
        .map(({ message }) => message)
        .toSorted(),
    );
  });

  it('name the fields of events as semantic conventions do, and keep the names of the application', async () => {
    const shop = await start({}, { wide: true });
    await fetch(`${shop.url}/fails`);
    shop.app.get(Logger).info('Mine', { event: 'order_placed', url: 'x', system: 7 });
    await shop.close();
    const event = receiver.records.find(({ eventName }) => eventName === 'nestjs.http_request');
    expect(event?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'url.path': '/fails',
      'http.route': '/fails',
      'http.response.status_code': 500,
      'error.type': 'TypeError',
      'nestjs.call.duration_ms': expect.any(Number),
      'nestjs.call.outcome': 'failure',
    });
    expect(Object.keys(event?.attributes ?? {})).not.toContain('event');
    const mine = receiver.records.find(({ body }) => body === 'Mine');
    expect([mine?.eventName, mine?.attributes]).toEqual([undefined, { event: 'order_placed', url: 'x', system: 7 }]);
  });

  it('10,000 lines arrive, each once, in batches of at most 100', async () => {
    const shop = await start({});
    const logger = shop.app.get(Logger);
    for (let number = 0; number < 10_000; number++) {
      logger.info('line', { number });
      if (number % 500 === 0) await new Promise(setImmediate);
    }
    await shop.close();
    const numbers = receiver.records
      .filter(({ body }) => body === 'line')
      .map(({ attributes }) => attributes['number']);
    expect(numbers.toSorted((one, other) => Number(one) - Number(other))).toEqual([...Array(10_000).keys()]);
    expect(Math.max(...receiver.batches.map(({ length }) => length))).toBe(100);
    expect(shop.app.get(LogStatistics).read()).toContainEqual({ destination: 'otlp', dropped: 0 });
  });

  it('wait for a receiver that is away as far as the queue holds them; the others are counted', async () => {
    const shop = await start({ maxQueueSize: 1_000, exportTimeoutMs: 2_000 });
    const logger = shop.app.get(Logger);
    await until(() => receiver.records.some(({ body }) => String(body).includes('successfully started')));
    receiver.answer = 503;
    const before = shop.lines().length;
    for (let number = 0; number < 1_500; number++) logger.info('line', { number });
    await until(() => receiver.requests > receiver.batches.length);
    receiver.answer = 200;
    await until(() => receiver.records.filter(({ body }) => body === 'line').length >= 900);
    await shop.close();
    const counts = shop.app
      .get(LogStatistics)
      .read()
      .find(({ destination }) => destination === 'otlp');
    const numbers = receiver.records
      .filter(({ body }) => body === 'line')
      .map(({ attributes }) => attributes['number']);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(counts?.dropped).toBeGreaterThanOrEqual(500);
    expect(receiver.records.length + (counts?.dropped ?? 0)).toBe(shop.lines().length);
    expect(before).toBeGreaterThan(0);
  }, 20_000);

  it('that nobody takes hold up no request and no line on stdout', async () => {
    receiver.answer = 'silence';
    const shop = await start({ maxExportBatchSize: 10, maxQueueSize: 50, exportTimeoutMs: 500 });
    for (let number = 0; number < 100; number++) expect((await fetch(`${shop.url}/orders`)).status).toBe(200);
    // Exports are under way, none has an answer, and all that was said is on the stream.
    expect(receiver.requests).toBeGreaterThan(0);
    expect(receiver.batches).toEqual([]);
    expect(shop.requestLines()).toHaveLength(100);
    await shop.close();
    expect(shop.app.get(LogStatistics).read()).toContainEqual({ destination: 'otlp', dropped: expect.any(Number) });
  }, 20_000);

  it('are sent without a span of their own', async () => {
    const shop = await startObserved(
      'express',
      { imports: [ShopModule] },
      { http: { outgoing: true }, logging: { otlp: { endpoint: receiver.endpoint, maxExportBatchSize: 1 } } },
    );
    shop.app.get(Logger).info('line');
    await until(() => receiver.records.some(({ body }) => body === 'line'));
    expect(await shop.spans()).toEqual([]);
    await shop.close();
  });
});
