import { Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { queriesOf } from '../drivers/traced-queries.js';
import { type Adapter, ADAPTERS, startObserved } from '../observed-application.js';
import { SECRET_ITEM, SECRET_NAME, Shop, ShopController } from './shop.js';

/** An ORM, and the names of the queries that it makes for each request. */
export interface ShopOrm {
  readonly shop: Type<Shop>;
  readonly imports?: ModuleMetadata['imports'];
  readonly system: 'postgresql' | 'mariadb';
  readonly buy: readonly string[];
  /** The query before the last one fails. */
  readonly buyAgain: readonly string[];
  readonly purchases: readonly string[];
}

/** One application on each adapter, in which a request buys, one asks what was bought, and one buys in vain. */
export function itShowsQueriesBelowTheService(title: string, orm: ShopOrm): void {
  it.each(ADAPTERS)(`${title}: shows its queries below the service that asks, on %s`, (adapter) => runOn(adapter, orm));
}

async function runOn(adapter: Adapter, orm: ShopOrm): Promise<void> {
  @Module({
    imports: [...(orm.imports ?? [])],
    providers: [{ provide: Shop, useClass: orm.shop }],
    controllers: [ShopController],
  })
  class ShopModule {}

  const observed = await startObserved(adapter, { imports: [ShopModule] });
  try {
    const atStart = (await observed.spans()).length;
    expect((await fetch(`${observed.url}/buy`, { method: 'POST' })).status).toBe(204);
    expect(await (await fetch(`${observed.url}/purchases`)).json()).toEqual({ count: 1 });
    expect((await fetch(`${observed.url}/buy`, { method: 'POST' })).status).toBe(500);
    await observed.serverSpans(3);
    expectQueries((await observed.spans()).slice(atStart), orm);
  } finally {
    await observed.app.get(Shop).dropTables();
    await observed.close();
  }
}

function expectQueries(spans: readonly ReadableSpan[], { shop, system, ...names }: ShopOrm): void {
  const requests = spans.filter(({ kind }) => kind === SpanKind.SERVER);
  const asked = requests.map((request) => queriesBelowTheService(spans, request, shop.name));
  expect(requests.map(({ name }) => name)).toEqual(['POST /buy', 'GET /purchases', 'POST /buy']);
  expect(asked.map((queries) => queries.map(({ name }) => name))).toEqual([names.buy, names.purchases, names.buyAgain]);

  const all = queriesOf(spans);
  expect(all).toEqual(asked.flat());
  expect(all.filter(({ kind }) => kind !== SpanKind.CLIENT)).toEqual([]);
  expect(all.filter(({ attributes }) => attributes['db.system.name'] !== system)).toEqual([]);

  const failed = all.filter(({ status }) => status.code === SpanStatusCode.ERROR);
  expect(failed).toEqual([asked[2]?.at(-2)]);
  expect(failed[0]?.attributes['error.type']).toBe(system === 'postgresql' ? '23505' : 'ER_DUP_ENTRY');
  // The status of a failure quotes the error, in whose words the application may say more.
  const described = JSON.stringify(spans.map(({ name, attributes }) => [name, attributes]));
  for (const secret of [SECRET_NAME, SECRET_ITEM]) expect(described).not.toContain(secret);
}

/** The queries directly below the service's method, which is directly below the request. */
function queriesBelowTheService(
  spans: readonly ReadableSpan[],
  request: ReadableSpan,
  service: string,
): readonly ReadableSpan[] {
  const inTrace = spans.filter((span) => span.spanContext().traceId === request.spanContext().traceId);
  const method = inTrace.find(({ name }) => name.startsWith(`${service}.`));
  expect(method?.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
  return queriesOf(inTrace).filter((span) => span.parentSpanContext?.spanId === method?.spanContext().spanId);
}
