import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Query } from '@nestjs/common';
import { context as contextApi, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { Logger, Span, Tracing } from 'nestjs-telemetry';
import { setEnvironment } from '../exporters/environment-variables.js';
import { ADAPTERS, startObserved } from '../observed-application.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

@Controller()
class RelayController {
  constructor(
    private readonly tracing: Tracing,
    private readonly logger: Logger,
  ) {}

  @Get('relay')
  async relay(@Query('to') to: string): Promise<object> {
    this.logger.log('relaying');
    await this.tracing.run('call', async () => (await fetch(to)).text());
    return { recording: trace.getActiveSpan()?.isRecording() ?? false, worked: this.work() };
  }

  @Span()
  private work(): string {
    this.tracing.setAttributes({ a: 1 });
    this.tracing.addEvent('worked');
    this.tracing.startSpan('by hand').end();
    return 'worked';
  }

  @Get('failing')
  failing(): never {
    throw new Error('no');
  }
}

describe.each(ADAPTERS)('OTEL_SDK_DISABLED on %s', (adapter) => {
  it('makes no span; propagation goes on, and metrics and logs are as ever', async () => {
    const received: IncomingHttpHeaders[] = [];
    const downstream = createServer((request, response) => {
      received.push(request.headers);
      response.end('downstream');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
    const restore = setEnvironment({ OTEL_SDK_DISABLED: 'TRUE' });
    const observed = await startObserved(adapter, { controllers: [RelayController] }, { http: { outgoing: true } });
    const get = (path: string, headers: Record<string, string> = {}) =>
      contextApi.with(suppressTracing(ROOT_CONTEXT), async () =>
        (await fetch(`${observed.url}${path}`, { headers })).json(),
      );
    const to = `http://127.0.0.1:${(downstream.address() as AddressInfo).port}/`;

    expect(await get(`/relay?to=${to}`, { traceparent: TRACEPARENT, baggage: 'tenant=blue' })).toEqual({
      recording: false,
      worked: 'worked',
    });
    await get(`/relay?to=${to}`);
    await get('/failing');

    expect(await observed.serverSpans(0)).toEqual([]);
    expect(await observed.spans()).toEqual([]);
    expect(received.map(({ traceparent, baggage }) => [traceparent, baggage])).toEqual([
      [TRACEPARENT, 'tenant=blue'],
      [undefined, undefined],
    ]);
    const requests = (endpoint: string, status: number) =>
      observed.series(`http_requests_total{method="GET",endpoint="${endpoint}",status_code="${status}"}`);
    expect([await requests('/relay', 200), await requests('/failing', 500)]).toEqual([2, 1]);
    expect(observed.requestLines().map(({ message, trace_id }) => [message, trace_id])).toEqual([
      ['GET /relay 200', TRACE_ID],
      ['GET /relay 200', undefined],
      ['GET /failing 500', undefined],
    ]);
    expect(observed.lines().find(({ message }) => message === 'relaying')?.trace_id).toBe(TRACE_ID);
    await observed.close();
    restore();
    downstream.closeAllConnections();
    downstream.close();
  });
});
