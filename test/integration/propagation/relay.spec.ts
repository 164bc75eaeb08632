import { createServer, get, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Controller, Get, Query } from '@nestjs/common';
import { context as contextApi, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { FORMAT_NAMES, propagationHeaders, type Sender, WIRE_FORMATS, type WireFormat } from './wire-formats.js';

const CALLER: Sender = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const CLIENTS = ['fetch', 'node:http'] as const;

/** What a service understands: one format alone, and several. Both forms of B3 are read wherever one is written. */
const SETTINGS: ReadonlyArray<{ readonly written: readonly WireFormat[]; readonly read: readonly WireFormat[] }> = [
  { written: ['tracecontext'], read: ['tracecontext'] },
  { written: ['b3'], read: ['b3', 'b3multi'] },
  { written: ['b3multi'], read: ['b3', 'b3multi'] },
  { written: ['jaeger'], read: ['jaeger'] },
  { written: ['jaeger', 'tracecontext'], read: ['jaeger', 'tracecontext'] },
  { written: ['tracecontext', 'b3', 'b3multi', 'jaeger'], read: FORMAT_NAMES },
];

const MALFORMED: Readonly<Record<WireFormat, Readonly<Record<string, string>>>> = {
  tracecontext: { traceparent: `00-${CALLER.traceId.slice(1)}-${CALLER.spanId}-01` },
  b3: { b3: `${CALLER.traceId}-${CALLER.spanId}x-1` },
  b3multi: { 'x-b3-traceid': CALLER.traceId, 'x-b3-spanid': 'none', 'x-b3-sampled': '1' },
  jaeger: { 'uber-trace-id': `${CALLER.traceId}:${CALLER.spanId}:0` },
};

@Controller()
class RelayController {
  @Get('relay')
  async relay(@Query('by') by: string, @Query('to') to: string): Promise<string> {
    if (by === 'fetch') return (await fetch(to)).text();
    return new Promise((resolve, reject) => {
      get(to, (response) => {
        response.resume().on('end', () => resolve('done'));
      }).on('error', reject);
    });
  }
}

/** A request as another process would make it: this one's telemetry does not see it go out. */
function fromElsewhere(url: string, headers: Readonly<Record<string, string>>): Promise<void> {
  return contextApi.with(
    suppressTracing(ROOT_CONTEXT),
    () =>
      new Promise<void>((resolve, reject) => {
        request(url, { headers }, (response) => {
          response.resume().on('end', () => resolve());
        })
          .on('error', reject)
          .end();
      }),
  );
}

describe.each(ADAPTERS)('a service on %s between a caller and a called one', (adapter) => {
  let downstream: Server;
  let received: IncomingHttpHeaders[];
  let observed: ObservedApplication;

  beforeAll(async () => {
    downstream = createServer((incoming, response) => {
      received.push(incoming.headers);
      response.end('downstream');
    });
    await new Promise<void>((resolve) => downstream.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    downstream.closeAllConnections();
    downstream.close();
  });

  describe.each(SETTINGS)('propagators $written', ({ written, read }) => {
    beforeAll(async () => {
      observed = await startObserved(
        adapter,
        { controllers: [RelayController] },
        { tracing: { propagators: written }, http: { outgoing: true } },
      );
    });
    beforeEach(async () => {
      received = [];
      await observed.reset();
    });
    afterAll(() => observed.close());

    async function relayed(by: string, headers: Readonly<Record<string, string>>) {
      const to = `http://127.0.0.1:${(downstream.address() as AddressInfo).port}/`;
      await fromElsewhere(`${observed.url}/relay?by=${encodeURIComponent(by)}&to=${encodeURIComponent(to)}`, headers);
      const [server] = await observed.serverSpans(1);
      const spans = await observed.spans();
      const client = spans.find((span) => span.kind === SpanKind.CLIENT);
      expect(spans).toHaveLength(2);
      expect(received).toHaveLength(1);
      return { server: server as ReadableSpan, client: client as ReadableSpan, sent: received[0] ?? {} };
    }
    function expectOnTheWire(sent: IncomingHttpHeaders, client: ReadableSpan): void {
      const sender = client.spanContext();
      expect(propagationHeaders(sent)).toEqual(Object.assign({}, ...written.map((name) => WIRE_FORMATS[name](sender))));
    }

    it.each(CLIENTS.flatMap((by) => read.map((format) => [format, by] as const)))(
      'passes on the trace of a caller who speaks %s, by %s',
      async (format, by) => {
        const { server, client, sent } = await relayed(by, WIRE_FORMATS[format](CALLER));
        expect(server.spanContext().traceId).toBe(CALLER.traceId);
        expect(server.parentSpanContext).toMatchObject({ spanId: CALLER.spanId, isRemote: true });
        expect(client.spanContext().traceId).toBe(CALLER.traceId);
        expect(client.parentSpanContext?.spanId).toBe(server.spanContext().spanId);
        expect(client.spanContext().spanId).not.toBe(CALLER.spanId);
        expectOnTheWire(sent, client);
      },
    );

    const foreign = FORMAT_NAMES.filter((format) => !read.includes(format)).map(
      (format) => [`in a format that is not configured, ${format}`, WIRE_FORMATS[format](CALLER)] as const,
    );
    const malformed = read.map((format) => [`malformed, ${format}`, MALFORMED[format]] as const);
    it.each(CLIENTS.flatMap((by) => [...foreign, ...malformed].map(([name, headers]) => [name, by, headers] as const)))(
      'begins a trace of its own: %s, by %s',
      async (_name, by, headers) => {
        const { server, client, sent } = await relayed(by, headers);
        expect(server.parentSpanContext).toBeUndefined();
        expect(server.spanContext().traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
        expect(server.spanContext().traceId).not.toBe(CALLER.traceId);
        expect(client.spanContext().traceId).toBe(server.spanContext().traceId);
        expect(client.parentSpanContext?.spanId).toBe(server.spanContext().spanId);
        expectOnTheWire(sent, client);
      },
    );
  });
});
