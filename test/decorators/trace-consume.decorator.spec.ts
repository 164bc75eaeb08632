import { context as contextApi, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { TelemetryError, TraceConsume, type TraceConsumeOptions, TracePublish } from 'nestjs-telemetry';
import { lastValueFrom, throwError } from 'rxjs';
import { UnitOfWork } from '../../lib/observation/index.js';
import { PARENT, TRACE, TRACEPARENT, WatchedMessages } from './watched-messages.js';

const watched = new WatchedMessages();
const { faults, telemetry } = watched;
let unregister: () => void;
beforeAll(() => (unregister = watched.register()));
afterAll(() => unregister());
beforeEach(() => watched.reset());

const links = (span: ReadableSpan): string[] => span.links.map(({ context }) => `${context.traceId}-${context.spanId}`);
interface Message {
  readonly headers: object | undefined;
  readonly body?: Uint8Array;
}

/** What a consumer sees of the context in which it runs. */
function consumer(options: Partial<TraceConsumeOptions> = {}) {
  const units: (UnitOfWork | undefined)[] = [];
  class Consumer {
    @TraceConsume({
      system: 'kafka',
      destination: 'orders',
      headers: (message: Message | readonly Message[]) =>
        Array.isArray(message) ? message.map(({ headers }) => headers) : (message as Message).headers,
      ...options,
    })
    handle(_message: unknown): void {
      units.push(UnitOfWork.of(contextApi.active()));
    }
  }
  return { units, handle: (message: unknown) => new Consumer().handle(message) };
}

describe('@TraceConsume', () => {
  it.each<[string, object]>([
    ['text', { traceparent: TRACEPARENT }],
    ['bytes', { traceparent: Buffer.from(TRACEPARENT) }],
    ['several bytes', { traceparent: [Buffer.from(TRACEPARENT)] }],
    ['a Map', new Map([['traceparent', TRACEPARENT]])],
  ])('is below its sender, whose context comes as %s', async (_what, headers) => {
    consumer({ size: (message: Message) => message.body }).handle({ headers, body: new Uint8Array(7) });
    const span = await watched.onlySpan();
    expect([span.name, span.kind, span.spanContext().traceId]).toEqual(['process orders', SpanKind.CONSUMER, TRACE]);
    expect(span.parentSpanContext).toMatchObject({ spanId: PARENT, isRemote: true });
    expect(span.attributes).toEqual({
      'messaging.system.name': 'kafka',
      'messaging.destination.name': 'orders',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.message.body.size': 7,
    });
  });

  it('is a unit of work of its own, wherever it is called', () => {
    const { units, handle } = consumer();
    const outer = telemetry.begin({ kind: 'function', name: 'outer', labels: {}, attributes: {} });
    contextApi.with(outer.context, () => handle({ headers: { traceparent: TRACEPARENT } }));
    expect(units[0]?.root?.operation.name).toBe('process orders');
    expect(units[0]).not.toBe(UnitOfWork.of(outer.context));
    expect(trace.getSpanContext(outer.context)?.traceId).not.toBe(TRACE);
  });

  it('is linked when its relation says so', async () => {
    consumer({ relation: 'link' }).handle({ headers: { traceparent: TRACEPARENT } });
    const span = await watched.onlySpan();
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.spanContext().traceId).not.toBe(TRACE);
    expect(links(span)).toEqual([`${TRACE}-${PARENT}`]);
  });

  it('links each message of a batch, and counts those without a trace too', async () => {
    const other = TRACE.replace('0', '1');
    const batch = [
      { headers: { traceparent: TRACEPARENT } },
      { headers: undefined },
      { headers: { traceparent: 'rubbish' } },
      { headers: { traceparent: `00-${other}-${PARENT}-01` } },
    ];
    consumer().handle(batch);
    const span = await watched.onlySpan();
    expect(links(span)).toEqual([`${TRACE}-${PARENT}`, `${other}-${PARENT}`]);
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.attributes['messaging.batch.message_count']).toBe(4);
  });

  it('stays bounded with a huge batch', async () => {
    consumer().handle(Array.from({ length: 10_000 }, () => ({ headers: { traceparent: TRACEPARENT } })));
    const span = await watched.onlySpan();
    expect(span.links).toHaveLength(128);
    expect(span.attributes['messaging.batch.message_count']).toBe(10_000);
  });

  it.each<[string, unknown]>([
    ['rubbish', { traceparent: 'rubbish' }],
    ['zeros', { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` }],
    ['numbers', { traceparent: 42 }],
    ['bytes without end', { traceparent: Buffer.alloc(1_000_000, '0') }],
    ['a text', TRACEPARENT],
    ['null', null],
    ['an empty batch', []],
    ['nothing', undefined],
  ])('begins a trace where the headers are %s', async (_what, headers) => {
    consumer({ headers: () => headers as object }).handle({});
    const span = await watched.onlySpan();
    expect([span.parentSpanContext, span.links, faults]).toEqual([undefined, [], []]);
  });

  it('handles the message when the headers cannot be read', async () => {
    const headers = new Proxy(
      {},
      {
        get: () => {
          throw new Error('gone');
        },
      },
    );
    const { units, handle } = consumer();
    handle({ headers });
    expect([units.length, (await watched.onlySpan()).links, faults]).toEqual([
      1,
      [],
      expect.arrayContaining(['The trace context could not be read from the headers of a message']),
    ]);
  });

  it('fails with an Observable that fails', async () => {
    const error = new Error('broken');
    class Consumer {
      @TraceConsume({ system: 'kafka', destination: 'a' })
      handle(): ReturnType<typeof throwError> {
        return throwError(() => error);
      }
    }
    await expect(lastValueFrom(new Consumer().handle())).rejects.toBe(error);
    expect((await watched.onlySpan()).status).toEqual({ code: SpanStatusCode.ERROR, message: 'broken' });
  });
});

describe('A decorator of messages with wrong options', () => {
  const RIGHT = { system: 'kafka', destination: 'orders' };
  it.each<[string, unknown]>([
    ['system', undefined],
    ['system', {}],
    ['system', { ...RIGHT, system: '' }],
    ['destination', { system: 'kafka' }],
    ['destination', { ...RIGHT, destination: 7 }],
    ['operation', { ...RIGHT, operation: '' }],
    ['headers', { ...RIGHT, headers: {} }],
    ['size', { ...RIGHT, size: 12 }],
    ['messageId', { ...RIGHT, messageId: 'x' }],
    ['relation', { ...RIGHT, relation: 'parent' }],
  ])('says that "%s" is wrong as it decorates: %j', (option, options) => {
    for (const [name, decorator] of Object.entries({ TracePublish, TraceConsume })) {
      const decorate = (): unknown =>
        decorator(options as never)(class Orders {}.prototype, 'send', { value: () => undefined });
      expect(decorate).toThrow(TelemetryError);
      expect(decorate).toThrow(`The option "${option}" of @${name} on Orders.send is wrong.`);
    }
  });
});
