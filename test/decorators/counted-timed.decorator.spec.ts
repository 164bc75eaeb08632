import { Injectable, SetMetadata } from '@nestjs/common';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { firstValueFrom, type Observable, of, Subject, throwError } from 'rxjs';
import { Counted, NoSpan, Span, TelemetryError, Timed, Traceable } from 'nestjs-telemetry';
import { measurement } from '../../lib/conventions/measurement/measurement.js';
import { register, Telemetry } from '../../lib/observation/index.js';
import { TracingObserver } from '../../lib/tracing/tracing.observer.js';
import { capped } from '../metrics/series/capped-metrics.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

const { observer, samples, metrics, registry } = capped(100);
const exporter = new ExaminedSpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const faults: string[] = [];
const telemetry = new Telemetry([new TracingObserver(provider.getTracer('test')), observer], (what, error) =>
  faults.push(`${what}: ${(error as Error).message}`),
);
let unregister: () => void;
beforeAll(() => (unregister = register(telemetry)));
afterAll(() => unregister());
beforeEach(() => {
  registry.resetMetrics();
  exporter.reset();
  faults.length = 0;
});

const ok = '{result="success"}';
const error = '{result="error"}';
const fail = (): never => {
  throw new Error('no');
};

@Injectable()
class HTTPOrders {
  @Counted()
  @Timed()
  async placeOrder(fails: boolean): Promise<string> {
    await new Promise(setImmediate);
    return fails ? fail() : 'placed';
  }

  @Counted('orders_sync_total')
  sync(fails: boolean): number {
    return fails ? fail() : 3;
  }

  @Counted('orders_stream_total')
  stream(source: Observable<number>): Observable<number> {
    return source;
  }

  @Counted('orders_pages_total')
  async *pages(fails: boolean): AsyncGenerator<number> {
    yield 1;
    if (fails) fail();
    yield 2;
  }
}

const orders = new HTTPOrders();

describe('@Counted and @Timed', () => {
  it('name the metric after class and method, in snake case, and end with the promise', async () => {
    await orders.placeOrder(false);
    const pending = orders.placeOrder(false);
    expect(await samples('http_orders_place_order_total')).toEqual(new Map([[ok, 1]]));
    await pending;
    await expect(orders.placeOrder(true)).rejects.toThrow('no');
    expect(await samples('http_orders_place_order_total')).toEqual(new Map([[ok, 2], [error, 1]])); // prettier-ignore
    expect(await samples('http_orders_place_order_seconds_count')).toEqual(new Map([[ok, 2], [error, 1]])); // prettier-ignore
    expect([...(await samples('http_orders_place_order_seconds_sum')).values()].every((value) => value > 0)).toBe(true);
    expect(await registry.metrics()).toContain(
      '# HELP http_orders_place_order_total Calls of HTTPOrders.placeOrder\n# TYPE http_orders_place_order_total counter',
    );
  });

  it('count what returns at once', async () => {
    expect(orders.sync(false)).toBe(3);
    expect(() => orders.sync(true)).toThrow('no');
    expect(await samples('orders_sync_total')).toEqual(new Map([[ok, 1], [error, 1]])); // prettier-ignore
  });

  it('count an Observable when it ends, once for each subscription', async () => {
    const subject = new Subject<number>();
    orders.stream(subject).subscribe();
    expect((await samples('orders_stream_total')).size).toBe(0);
    subject.complete();
    expect(await samples('orders_stream_total')).toEqual(new Map([[ok, 1]]));
    await expect(firstValueFrom(orders.stream(throwError(() => new Error('no'))))).rejects.toThrow('no');
    const twice = orders.stream(of(1));
    twice.subscribe();
    twice.subscribe();
    expect(await samples('orders_stream_total')).toEqual(new Map([[ok, 3], [error, 1]])); // prettier-ignore
  });

  it('count an async iterator when it is exhausted, fails or is left', async () => {
    for await (const _page of orders.pages(false));
    for await (const _page of orders.pages(false)) break;
    await expect(
      (async () => {
        for await (const _page of orders.pages(true));
      })(),
    ).rejects.toThrow('no');
    expect(await samples('orders_pages_total')).toEqual(new Map([[ok, 2], [error, 1]])); // prettier-ignore
  });

  it('share one metric under different labels, and refuse one under different names of labels', async () => {
    class Channels {
      @Counted('placed_total', { help: 'Orders placed', labels: { channel: 'web' } })
      web(): void {}
      @Counted('placed_total', { labels: { channel: 'app' } })
      app(): void {}
      @Counted('placed_total')
      phone(): string {
        return 'placed';
      }
    }
    const channels = new Channels();
    channels.web();
    channels.app();
    channels.app();
    expect(await samples('placed_total')).toEqual(
      new Map([['{channel="web",result="success"}', 1], ['{channel="app",result="success"}', 2]]), // prettier-ignore
    );
    expect(channels.phone()).toBe('placed');
    expect(faults.join()).toMatch(
      /placed_total is a counter with labels channel, result and was asked for as a counter with labels result/,
    );
    expect(() => metrics.counter('placed_total')).toThrow(TelemetryError);
  });

  it('make no span, and leave those that others make', async () => {
    @Traceable()
    class Both {
      @Counted('both_traced_total')
      traced(): void {}
      @Timed('both_named_seconds')
      @Span('named')
      named(): void {}
      @Counted('both_quiet_total')
      @NoSpan()
      quiet(): void {}
    }
    const both = new Both();
    both.traced();
    both.named();
    both.quiet();
    orders.sync(false);
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['Both.traced', 'named']);
    expect(await samples('both_traced_total')).toEqual(new Map([[ok, 1]]));
    expect(await samples('both_named_seconds_count')).toEqual(new Map([[ok, 1]]));
    expect(await samples('both_quiet_total')).toEqual(new Map([[ok, 1]]));
  });

  it('keep the name, arity and metadata of the method', () => {
    class Users {
      @Timed()
      @SetMetadata('role', 'admin')
      find(_id: string, _more: number): void {}
    }
    expect([Users.prototype.find.name, Users.prototype.find.length]).toEqual(['find', 2]);
    expect(Reflect.getMetadata('role', Users.prototype.find)).toBe('admin');
  });

  it('refuse a name that Prometheus would, and what is no method', () => {
    expect(() => Counted('orders-placed')).toThrow(TelemetryError);
    expect(() => Timed('ok_seconds', { labels: { 'a b': 'c' } })).toThrow(/"a b" is no name/);
    expect(() => Counted()({ constructor: Object }, 'field', undefined as never)).toThrow(/not a method/);
  });

  it('do nothing where there is no telemetry', () => {
    unregister();
    expect(orders.sync(false)).toBe(3);
    unregister = register(telemetry);
  });

  it('is a call that no other signal hears of', () => {
    const operation = measurement('A.b', { type: 'counter', name: 'a_b_total', help: 'x' });
    const observation = telemetry.begin(operation, ROOT_CONTEXT);
    observation.end({ failed: false, facts: {} });
    expect(exporter.getFinishedSpans()).toEqual([]);
  });
});
