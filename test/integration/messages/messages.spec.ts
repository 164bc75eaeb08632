import { ClientProxy, ClientProxyFactory, ClientsModule } from '@nestjs/microservices';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { firstValueFrom, lastValueFrom, toArray } from 'rxjs';
import { turns, until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';
import { describeWithServer } from '../tcp-server.js';
import { subscribed } from '../transports/subscribed.js';
import { Gateway, Handlers, heard, named, slow, unique } from './handlers.js';
import { headersOf, recordFor } from './records.js';
import { MESSAGE_TRANSPORTS } from './transports.js';

for (const [title, transport] of Object.entries(MESSAGE_TRANSPORTS)) {
  describeWithServer(transport.needs.name, transport.needs.port, `messages over ${title}`, () => {
    let observed: ObservedApplication;
    let client: ClientProxy;
    let clientOptions: Awaited<ReturnType<typeof transport.options>>['client'];

    beforeAll(async () => {
      const options = await transport.options(`${unique}-${title.replaceAll(/\W/g, '')}`);
      clientOptions = options.client;
      observed = await startObserved(
        'express',
        {
          imports: [ClientsModule.register([{ name: 'CLIENT', ...options.client }])],
          controllers: [Gateway, Handlers],
        },
        {},
        (app) => {
          app.connectMicroservice(options.server);
        },
      );
      await observed.app.startAllMicroservices();
      client = observed.app.get<ClientProxy>('CLIENT');
      await client.connect();
      for (const server of observed.app.getMicroservices()) await subscribed(server, options.server);
    });

    afterAll(async () => {
      await client.close();
      await observed.close();
    });

    /** The spans of one pattern, once both ends have ended. */
    async function expectBoth(pattern: string, since: number): Promise<{ sent: ReadableSpan; handled: ReadableSpan }> {
      const destination = (span: ReadableSpan) => span.attributes['messaging.destination.name'] === pattern;
      const found = async () => (await observed.spans()).slice(since).filter(destination);
      await until(async () => (await found()).length >= 2);
      await turns();
      const spans = await found();
      expect(spans.map(({ kind }) => kind).sort()).toEqual([SpanKind.PRODUCER, SpanKind.CONSUMER]);
      const sent = spans.find(({ kind }) => kind === SpanKind.PRODUCER) as ReadableSpan;
      const handled = spans.find(({ kind }) => kind === SpanKind.CONSUMER) as ReadableSpan;
      expect(handled.parentSpanContext?.spanId).toBe(sent.spanContext().spanId);
      expect(handled.spanContext().traceId).toBe(sent.spanContext().traceId);
      return { sent, handled };
    }
    const count = async () => (await observed.spans()).length;

    it('is one trace from an HTTP request to the handler and its log lines', async () => {
      const since = await count();
      expect(await (await fetch(`${observed.url}/sum`)).text()).toBe('3');
      const { sent, handled } = await expectBoth(named('sum'), since);
      expect(sent.name).toBe(`send ${named('sum')}`);
      expect(handled.name).toBe(`process ${named('sum')}`);
      expect(handled.attributes['messaging.system.name']).toBe(transport.system);
      const port = transport.needs.port === 0 ? (clientOptions.options as { port: number }).port : transport.needs.port;
      const broker = { 'server.address': '127.0.0.1', 'server.port': port };
      expect(sent.attributes).toMatchObject(broker);
      expect(handled.attributes).toMatchObject(broker);
      const server = (await observed.spans()).slice(since).find(({ kind }) => kind === SpanKind.SERVER);
      expect(sent.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
      const line = observed.lines().findLast(({ message }) => message === 'Summing');
      const request = observed.requestLines().at(-1);
      expect(line?.trace_id).toBe(handled.spanContext().traceId);
      expect(line?.span_id).toBe(handled.spanContext().spanId);
      expect(line?.request_id).toBe(request?.request_id);
    });

    it('follows an event, once', async () => {
      const since = await count();
      await (await fetch(`${observed.url}/emit`)).text();
      const { sent } = await expectBoth(named('happened'), since);
      expect(sent.name).toBe(`publish ${named('happened')}`);
      expect(heard.filter((data) => (data as { at?: number }).at === 1)).toHaveLength(1);
      heard.length = 0;
    });

    it('follows a streamed reply to its last value', async () => {
      const since = await count();
      expect(await lastValueFrom(client.send(named('count'), '').pipe(toArray()))).toEqual([0, 1, 2]);
      const { sent, handled } = await expectBoth(named('count'), since);
      expect(sent.status.code).toBe(SpanStatusCode.UNSET);
      expect(handled.status.code).toBe(SpanStatusCode.UNSET);
    });

    it.each([
      ['fail', 'RangeError'],
      ['guarded', 'RpcException'],
    ])('records the original error of %s on both sides', async (name, type) => {
      const since = await count();
      await expect(lastValueFrom(client.send(named(name), ''))).rejects.toBeDefined();
      const { sent, handled } = await expectBoth(named(name), since);
      expect(handled.status.code).toBe(SpanStatusCode.ERROR);
      expect(sent.status.code).toBe(SpanStatusCode.ERROR);
      expect(handled.attributes['error.type']).toBe(type);
    });

    it('records the error of an event on the side that had it', async () => {
      const since = await count();
      await lastValueFrom(client.emit(named('failed'), ''), { defaultValue: undefined });
      const { sent, handled } = await expectBoth(named('failed'), since);
      expect(sent.status.code).toBe(SpanStatusCode.UNSET);
      expect(handled.attributes['error.type']).toBe('RangeError');
    });

    it('ends the sender’s span when it no longer waits', async () => {
      const since = await count();
      const { begun } = slow;
      const waiting = client.send(named('slow'), '').subscribe();
      await until(() => slow.begun > begun);
      waiting.unsubscribe();
      const { sent, handled } = await expectBoth(named('slow'), since);
      expect(sent.attributes['nestjs.messaging.reply.cancelled']).toBe(true);
      expect(handled.status.code).toBe(SpanStatusCode.UNSET);
      const series = (await observed.seriesNames()).filter(
        (name) => name.startsWith('messages_total{') && name.includes(named('slow')) && name.includes('"send"'),
      );
      expect(series).toEqual([expect.stringContaining('result="cancelled"')]);
      const warnings = observed.lines().filter(({ fields }) => fields?.['destination'] === named('slow'));
      expect(warnings.map(({ level, message, trace_id: id }) => [level, message, id])).toEqual([
        ['warn', 'Message had no reply when its caller gave up', sent.spanContext().traceId],
      ]);
      expect(warnings[0]?.fields?.['duration_ms']).toBeGreaterThan(0);
    });

    it('knows a pattern that is an object by Nest’s name for it', async () => {
      const since = await count();
      await firstValueFrom(client.send({ cmd: named('object') }, ''));
      await expectBoth(`{"cmd":"${named('object')}"}`, since);
    });

    it('observes clients that were made by hand, twice where they are subscribed to twice', async () => {
      const own = ClientProxyFactory.create(clientOptions);
      const since = await count();
      const twice = own.send(named('sum'), [2, 2]);
      expect(await count()).toBe(since);
      expect([await firstValueFrom(twice), await firstValueFrom(twice)]).toEqual([4, 4]);
      await until(async () => (await count()) >= since + 4);
      await turns();
      const spans = (await observed.spans()).slice(since);
      expect(spans.map(({ kind }) => kind).sort()).toEqual([3, 3, 4, 4]);
      await own.close();
    });

    it('leaves a record of the user’s as it is, and adds to a copy', async () => {
      const record = recordFor(title);
      const before = JSON.stringify(record);
      const since = await count();
      for (let times = 0; times < 2; times++) {
        expect(await firstValueFrom(client.send(named('record'), record))).toEqual({ mine: 1 });
      }
      // Nest itself takes the options out of a record for MQTT.
      expect(JSON.stringify(record)).toBe(title === 'MQTT 3.1.1' ? '{"data":{"mine":1}}' : before);
      const keeps = !['TCP', 'Redis', 'MQTT 3.1.1'].includes(title);
      expect(JSON.stringify(heard.map(headersOf)).includes('kept')).toBe(keeps);
      heard.length = 0;
      const spans = (await observed.spans()).slice(since);
      expect(spans.filter(({ kind }) => kind === SpanKind.CONSUMER)).toHaveLength(2);
      expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(2);
    });

    it('reports nothing that nobody subscribes to', async () => {
      const since = await count();
      client.send(named('sum'), [1]);
      await turns();
      expect(await count()).toBe(since);
    });
  });
}
