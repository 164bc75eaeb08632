import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { openShop, type RunningShop } from './shop.application.js';

const REQUESTS = 25;

/** The ids of orders that a shop's telemetry speaks of anywhere, without their numbers. */
async function spokenOf(shop: RunningShop): Promise<Set<string>> {
  const everything = JSON.stringify([(await shop.spans()).map((span) => [span.name, span.attributes]), shop.lines()]);
  return new Set([...everything.matchAll(/\b([a-z]+)-\d+\b/g)].map((match) => match[1] as string));
}

describe.each([
  ['Express and Express', () => new ExpressAdapter(), () => new ExpressAdapter()],
  ['Express and Fastify', () => new ExpressAdapter(), () => new FastifyAdapter()],
])('two applications in one process: %s', (_which, one, other) => {
  let left: RunningShop;
  let right: RunningShop;

  beforeAll(async () => {
    [left, right] = await Promise.all([openShop('left', one() as never), openShop('right', other() as never)]);
  });
  afterAll(() => Promise.all([left, right].map(({ app }) => app.close())));

  it('keep their signals apart under concurrent requests', async () => {
    const numbers = Array.from({ length: REQUESTS }, (_, n) => n);
    const answers = await Promise.all(numbers.flatMap((n) => [left.get(`left-${n}`), right.get(`right-${n}`)]));
    expect(answers).toEqual(numbers.flatMap((n) => [`left-${n}`, `right-${n}`]));

    for (const [name, shop] of Object.entries({ left, right })) {
      const spans = await shop.spans();
      expect(await spokenOf(shop)).toEqual(new Set([name]));
      expect(spans).toHaveLength(REQUESTS * 4);
      expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(REQUESTS);
      expect(new Set(spans.map((span) => span.resource.attributes['service.name']))).toEqual(new Set([name]));
      expect(await shop.metric('http_requests_total')).toBe(REQUESTS);
      expect(await shop.metric('db_queries_total')).toBe(REQUESTS);
      expect(await shop.metric('business_operations_total')).toBe(REQUESTS);
      expect(await shop.metric('http_requests_in_flight')).toBe(0);
      expect(shop.lines()).toHaveLength(REQUESTS * 3);
    }
  });

  it('join every line to a trace of their own', async () => {
    for (const shop of [left, right]) {
      const traces = new Set((await shop.spans()).map((span) => span.spanContext().traceId));
      expect(shop.lines().every((line) => traces.has(line['trace_id'] as string))).toBe(true);
    }
  });

  it('own what they start in a timer, outside any request', async () => {
    const before = [await left.metric('db_queries_total'), await right.metric('db_queries_total')];
    await Promise.all([left.housekeeping.tick('left-100'), right.housekeeping.tick('right-200')]);
    expect(await left.metric('db_queries_total')).toBe((before[0] as number) + 1);
    expect(await right.metric('db_queries_total')).toBe((before[1] as number) + 1);
    expect([await spokenOf(left), await spokenOf(right)]).toEqual([new Set(['left']), new Set(['right'])]);
    const cleaned = (await left.spans()).filter((span) => span.name === 'Housekeeping.clean');
    expect(cleaned).toHaveLength(1);
    const trace = (await left.spans()).filter(
      (span) => span.spanContext().traceId === cleaned[0]?.spanContext().traceId,
    );
    expect(trace.map((span) => span.name).sort()).toEqual(
      ['Housekeeping.clean', 'Housekeeping.tick', 'SELECT orders', 'checkout'].sort(),
    );
  });

  it('go on when the other has closed, and what outlives it belongs to nobody', async () => {
    await left.app.close();
    const [queries, lines] = [await right.metric('db_queries_total'), right.lines().length];
    expect(await left.housekeeping.tick('left-300')).toBe('left-300');
    expect(await right.metric('db_queries_total')).toBe(queries);
    expect(right.lines()).toHaveLength(lines);
    expect(await right.get('right-301')).toBe('right-301');
    expect(await right.housekeeping.tick('right-302')).toBe('right-302');
    expect(await right.metric('db_queries_total')).toBe(queries + 2);
    expect(await spokenOf(right)).toEqual(new Set(['right']));
  });

  it('leave their classes working when both have closed', async () => {
    await right.app.close();
    const queries = await right.metric('db_queries_total');
    expect(await right.housekeeping.tick('right-400')).toBe('right-400');
    expect(await right.metric('db_queries_total')).toBe(queries);
  });
});
