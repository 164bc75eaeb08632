import {
  type Baggage,
  context as contextApi,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
} from '@opentelemetry/api';
import { TracePublish } from 'nestjs-telemetry';
import { lastValueFrom, type Observable, of } from 'rxjs';
import { TRACE, TRACEPARENT, WatchedMessages } from './watched-messages.js';

const watched = new WatchedMessages();
const { faults } = watched;
let unregister: () => void;
beforeAll(() => (unregister = watched.register()));
afterAll(() => unregister());
beforeEach(() => watched.reset());

type Headers = Record<string, unknown>;

class Broker {
  readonly sent: { topic: string; body: string; headers: Headers }[] = [];

  @TracePublish({
    system: 'rabbitmq',
    destination: (topic: string) => topic,
    headers: (_topic: string, _body: string, headers: Headers) => headers,
    size: (_topic: string, body: string) => body,
    messageId: (_topic: string, _body: string, headers: Headers) => headers['id'] as string | undefined,
  })
  publish(topic: string, body: string, headers: Headers): number {
    this.sent.push({ topic, body, headers: { ...headers } });
    return this.sent.length;
  }
}

describe('@TracePublish', () => {
  it('writes the trace context into the headers before the method runs, over an older one', async () => {
    const broker = new Broker();
    expect(broker.publish('orders', 'zwölf', { id: 'm-1', traceparent: TRACEPARENT })).toBe(1);
    const span = await watched.onlySpan();
    const { traceId, spanId } = span.spanContext();
    expect([span.name, span.kind]).toEqual(['publish orders', SpanKind.PRODUCER]);
    expect(span.attributes).toEqual({
      'messaging.system.name': 'rabbitmq',
      'messaging.destination.name': 'orders',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.message.id': 'm-1',
      'messaging.message.body.size': 6,
    });
    expect(broker.sent[0]?.headers).toEqual({ id: 'm-1', traceparent: `00-${traceId}-${spanId}-01` });
    expect(traceId).not.toBe(TRACE);
  });

  it('sends the baggage along', () => {
    const baggage: Baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
    const headers = {};
    contextApi.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () => new Broker().publish('a', '', headers));
    expect(headers).toMatchObject({ baggage: 'tenant=acme' });
  });

  it('takes headers that have get and set', async () => {
    class Sender {
      @TracePublish({ system: 'nats', destination: 'a', operation: 'send', headers: (headers: object) => headers })
      send(_headers: object): void {}
    }
    const map = new Map<string, string>();
    new Sender().send(map);
    expect(map.get('traceparent')).toContain((await watched.onlySpan()).spanContext().spanId);
    expect((await watched.onlySpan()).name).toBe('send a');
  });

  it.each<[string, unknown, boolean]>([
    ['frozen headers', Object.freeze({}), true],
    ['a text', 'headers', true],
    [
      'a setter that throws',
      {
        set: () => {
          throw new Error('full');
        },
      },
      true,
    ],
    ['null', null, false],
    ['nothing', undefined, false],
  ])('sends the message all the same with %s', async (_what, headers, isReported) => {
    class Sender {
      @TracePublish({ system: 'kafka', destination: 'a', headers: (given: object) => given })
      send(_headers: unknown): string {
        return 'sent';
      }
    }
    expect(new Sender().send(headers)).toBe('sent');
    expect((await watched.onlySpan()).status.code).toBe(SpanStatusCode.UNSET);
    expect(faults).toEqual(isReported ? ['The trace context could not be written into the headers of a message'] : []);
  });

  it('lets no failing callback fail the call, and says which one it is', async () => {
    const fail = (): never => {
      throw new Error('callback');
    };
    class Sender {
      @TracePublish({ system: 'kafka', destination: fail, headers: fail, size: fail, messageId: fail })
      send(): string {
        return 'sent';
      }
    }
    expect(new Sender().send()).toBe('sent');
    expect((await watched.onlySpan()).name).toBe('publish unknown');
    expect(faults).toEqual(
      ['destination', 'headers', 'size', 'messageId'].map((name) => `The "${name}" of Sender.send failed`),
    );
  });

  it('lasts until a promise or an Observable has settled', async () => {
    class Sender {
      @TracePublish({ system: 'kafka', destination: 'a' })
      async reject(): Promise<never> {
        throw new Error('no broker');
      }
      @TracePublish({ system: 'kafka', destination: 'b' })
      stream(): Observable<number> {
        return of(1);
      }
    }
    await expect(new Sender().reject()).rejects.toThrow('no broker');
    const stream = new Sender().stream();
    expect((await watched.spans()).map((span) => [span.name, span.status.message])).toEqual([
      ['publish a', 'no broker'],
    ]);
    await lastValueFrom(stream);
    expect((await watched.spans()).map((span) => span.name)).toEqual(['publish a', 'publish b']);
  });
});
