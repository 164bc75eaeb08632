import { randomBytes } from 'node:crypto';
import { SpanStatusCode } from '@opentelemetry/api';
import { outline } from './outline.js';
import { LAST_ON_ITS_CONNECTION, RunningShop, traceparent } from './running-shop.js';

const PENCILS = { key: 'demo', body: { userId: 1, sku: 'pencil', quantity: 1 } };

/** The stream of placed orders, as a client sees it. */
class Listener {
  readonly traceId = randomBytes(16).toString('hex');
  private readonly leaving = new AbortController();
  private received: AsyncIterator<string> | undefined;

  async listen(url: string): Promise<void> {
    const response = await fetch(`${url}/orders/events`, {
      headers: { ...LAST_ON_ITS_CONNECTION, traceparent: traceparent(this.traceId) },
      signal: this.leaving.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    this.received = response.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  }

  /** Reads until `text` has come, or the stream has ended. */
  async until(text?: string): Promise<string> {
    let all = '';
    for (;;) {
      const step = await this.received?.next();
      if (step === undefined || step.done === true) return all;
      all += step.value;
      if (text !== undefined && all.includes(text)) return all;
    }
  }

  leave(): void {
    this.leaving.abort();
  }
}

describe.each(['express', 'fastify'] as const)('The stream of orders on %s', (adapter) => {
  let shop: RunningShop;
  let listener: Listener;

  beforeEach(async () => {
    shop = await RunningShop.start(adapter);
    listener = new Listener();
  });

  afterEach(async () => {
    listener.leave();
    await shop.close();
  });

  it('is one request until its listener leaves', async () => {
    await listener.listen(shop.url);
    const placed = await shop.request('POST', '/orders', PENCILS);

    expect(await listener.until('"sku":"pencil"')).toContain('event: placed');
    expect(await shop.samples('http_requests_in_flight')).toEqual([
      'http_requests_in_flight{method="GET",endpoint="unmatched"} 0',
      'http_requests_in_flight{method="GET",endpoint="/orders/events"} 1',
      'http_requests_in_flight{method="POST",endpoint="unmatched"} 0',
      'http_requests_in_flight{method="POST",endpoint="/orders"} 0',
    ]);
    listener.leave();

    const spans = await shop.spans(listener.traceId);
    expect(outline(spans)).toEqual(['GET /orders/events']);
    expect(spans[0]?.attributes).toMatchObject({
      'nestjs.http.request.aborted': true,
      'http.response.status_code': 200,
    });
    expect(spans[0]?.status.code).toBe(SpanStatusCode.UNSET);
    expect(outline(await shop.spans(placed.traceId))[0]).toBe('POST /orders');
    expect(shop.logLines(listener.traceId)).toEqual([
      expect.objectContaining({ level: 'info', message: 'GET /orders/events 200' }),
    ]);
  });

  it('ends when the shop closes, and is not lost', async () => {
    await listener.listen(shop.url);
    const rest = listener.until();
    await shop.close();
    await rest;

    expect(shop.logLines(listener.traceId)).toEqual([
      expect.objectContaining({
        message: 'GET /orders/events 200',
        fields: expect.not.objectContaining({ aborted: true }),
      }),
    ]);
  });
});
