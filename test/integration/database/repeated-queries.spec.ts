import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { Span, type TelemetryOptions, TraceQuery } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

const COUNT = 'nestjs.repeated.count';

@Injectable()
class Customers {
  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'customers' })
  async find(id: number): Promise<number> {
    await delay(id % 3);
    if (id === 30) throw new Error('customer 30 is lost');
    return id;
  }
}

@Injectable()
class Orders {
  constructor(private readonly customers: Customers) {}

  @Span('list orders')
  async list(count: number): Promise<number[]> {
    const found: number[] = [];
    for (let id = 0; id < count; id++) found.push(await this.customers.find(id).catch(() => -1));
    return found;
  }

  @Span('join orders')
  join(count: number): Promise<number[]> {
    return Promise.all(Array.from({ length: count }, (_, id) => this.customers.find(id).catch(() => -1)));
  }
}

@Controller()
class OrderController {
  constructor(private readonly orders: Orders) {}

  @Get('list/:count')
  list(@Param('count') count: string): Promise<number[]> {
    return this.orders.list(Number(count));
  }

  @Get('join/:count')
  join(@Param('count') count: string): Promise<number[]> {
    return this.orders.join(Number(count));
  }
}

describe.each(ADAPTERS)('a query for each row on %s', (adapter) => {
  let observed: ObservedApplication;
  afterEach(() => observed.close());

  const start = async (options: TelemetryOptions = {}) => {
    const metadata = { controllers: [OrderController], providers: [Orders, Customers] };
    observed = await startObserved(adapter, metadata, { logging: { events: { database: true } }, ...options });
  };
  const get = async (path: string) => (await fetch(`${observed.url}${path}`)).json();
  const queries = async () => (await observed.spans()).filter(({ kind }) => kind === SpanKind.CLIENT);

  it.each(['list', 'join'])('is one span from the 21st on, and its failure another: %s', async (way) => {
    await start();
    expect(await get(`/${way}/50`)).toHaveLength(50);
    await observed.serverSpans(1);
    const spans = await queries();
    expect(spans).toHaveLength(22);
    expect(new Set(spans.map(({ name }) => name))).toEqual(new Set(['SELECT customers']));
    const collapsed = spans.find(({ attributes }) => COUNT in attributes);
    expect(collapsed?.attributes).toMatchObject({ [COUNT]: 30, 'nestjs.repeated.failed_count': 1 });
    expect(spans.filter(({ status }) => status.code === SpanStatusCode.ERROR)).toHaveLength(1);

    const above = (await observed.spans()).find(({ name }) => name === `${way} orders`);
    expect(above?.attributes).toMatchObject({
      'nestjs.repeated_queries.summaries': ['SELECT customers'],
      'nestjs.repeated_queries.counts': [50],
    });
    expect(new Set(spans.map(({ parentSpanContext }) => parentSpanContext?.spanId))).toEqual(
      new Set([above?.spanContext().spanId]),
    );

    // Every query is measured and told, whatever became of its span.
    const series = (error: boolean) =>
      observed.series(`db_queries_total{operation="SELECT",table="customers",error="${error}"}`);
    expect([await series(false), await series(true)]).toEqual([49, 1]);
    expect(
      await observed.series('db_query_duration_seconds_count{operation="SELECT",table="customers",error="false"}'),
    ).toBe(49);
    const lines = observed.lines().filter(({ fields }) => fields?.['event'] === 'db_query');
    expect(lines).toHaveLength(50);
    expect(lines.filter(({ span_id }) => span_id === collapsed?.spanContext().spanId)).toHaveLength(30);
  });

  it('is kept whole where the option is false, and for requests one by one', async () => {
    await start({ database: { collapseRepeatedAfter: false } });
    await get('/list/30');
    await observed.serverSpans(1);
    expect(await queries()).toHaveLength(30);
    await observed.close();

    await start({ database: { collapseRepeatedAfter: 2 } });
    for (let n = 0; n < 3; n++) await get('/list/2');
    await observed.serverSpans(3);
    expect(await queries()).toHaveLength(6);
  });

  it('is kept with the trace where a failure is what matters', async () => {
    await start({ tracing: { samplingRatio: 0, keep: { slowerThanMs: 60_000 } } });
    await get('/list/25');
    await get('/list/40');
    await observed.serverSpans(1);
    const spans = await queries();
    expect(spans).toHaveLength(22);
    expect(spans.filter(({ attributes }) => attributes[COUNT] === 20)).toHaveLength(1);
  });
});
