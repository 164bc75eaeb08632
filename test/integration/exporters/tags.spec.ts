import { SpanKind } from '@opentelemetry/api';
import { ADAPTERS, startObserved } from '../observed-application.js';
import { order, SHOP, SHOP_SPANS } from './shop.js';

describe.each(ADAPTERS)('Tags on %s', (adapter) => {
  it('are on every span, and server tags on those that serve', async () => {
    const observed = await startObserved(adapter, SHOP, {
      tracing: { tags: { region: 'eu', 'http.route': 'not this' }, serverTags: { edge: true } },
    });
    await order(observed.url);
    const server = await observed.serverSpans(1);
    const spans = await observed.spans();
    await observed.close();

    expect(spans).toHaveLength(SHOP_SPANS.length);
    expect(spans.map((span) => span.attributes['region'])).toEqual(['eu', 'eu', 'eu']);
    expect(spans.filter((span) => span.attributes['edge'] === true)).toEqual(server);
    expect(server[0]?.kind).toBe(SpanKind.SERVER);
    expect(server[0]?.attributes['http.route']).toBe('/orders/:id');
  });
});
