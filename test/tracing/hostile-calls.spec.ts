import { Test } from '@nestjs/testing';
import { Metrics, TelemetryModule, Tracing } from 'nestjs-telemetry';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';

const refuse = (): never => {
  throw new Error('no');
};
const unreadable = new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
const rejecting = async (): Promise<never> => refuse();
const HOSTILE: readonly [string, unknown][] = [
  ['a symbol', Symbol('x')],
  ['null', null],
  ['undefined', undefined],
  ['a number', 7],
  ['a function that throws', refuse],
  ['a function that rejects', rejecting],
  ['an object without a prototype', Object.create(null)],
  ['an object whose text throws', { toString: refuse }],
  ['an object that refuses to be read', unreadable],
  ['a huge text', 'x'.repeat(50_000)],
];

describe('what is asked of Tracing', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  let exporter: InMemorySpanExporter;
  let tracing: Tracing;
  let metrics: Metrics;
  let close: () => Promise<void>;

  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));
  beforeEach(async () => {
    unhandled.length = 0;
    exporter = new InMemorySpanExporter();
    const telemetry = TelemetryModule.forRoot({
      tracing: { exporter },
      metrics: { processMetrics: false },
      logging: { destination: { write: () => undefined } },
    });
    const testing = await Test.createTestingModule({ imports: [telemetry] }).compile();
    const app = await testing.createNestApplication({ logger: false }).init();
    tracing = app.get(Tracing);
    metrics = app.get(Metrics);
    close = () => app.close();
  });
  afterEach(() => close());

  function everyCall(hostile: never): void {
    const done = (): string => 'done';
    expect(tracing.run(hostile, done)).toBe('done');
    expect(tracing.run('x', done, hostile)).toBe('done');
    expect(tracing.run('x', done, { attributes: hostile })).toBe('done');
    expect(tracing.run('x', done, { attributes: { hostile } })).toBe('done');
    expect(tracing.operation(hostile, done, hostile)).toBe('done');
    expect(tracing.operation('x', done, { attributes: hostile, onResult: hostile })).toBe('done');
    expect(tracing.query(hostile, done)).toBe('done');
    expect(tracing.query({ system: hostile, text: hostile, onResult: hostile }, done)).toBe('done');
    expect(tracing.cache(hostile, done)).toBe('done');
    expect(tracing.cache({ system: hostile, operation: hostile, key: hostile, hit: hostile }, done)).toBe('done');
    const message = { system: hostile, destination: hostile, headers: hostile, size: hostile, messageId: hostile };
    for (const given of [hostile, message]) {
      expect(tracing.publish(given, done)).toBe('done');
      expect(tracing.consume(given, done)).toBe('done');
    }
    tracing.run('around', () => {
      tracing.setAttributes(hostile);
      tracing.setAttributes({ hostile });
      tracing.addEvent(hostile, hostile);
      tracing.recordError(hostile);
      tracing.recordError(new Error('x'), hostile ?? undefined);
      tracing.inject(hostile);
      tracing.inject({}, hostile);
      tracing.extract(hostile);
      tracing.extract({}, hostile);
      tracing.startSpan(hostile, hostile).end();
      tracing.startSpan('x', { attributes: hostile, links: hostile }).end();
    });
    expect(() => tracing.run(hostile, refuse)).toThrow('no');
  }

  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it.each(HOSTILE)('throws nothing into the code that asks, and rejects nowhere: %s', async (_what, hostile) => {
    everyCall(hostile as never);
    await settled();
    expect(unhandled).toEqual([]);
    await tracing.flush();
    expect(exporter.getFinishedSpans().some(({ name }) => name === 'around')).toBe(true);
  });

  it('throws nothing after the application has closed', async () => {
    await close();
    close = async () => undefined;
    for (const [, hostile] of [['an ordinary text', 'x'], ...HOSTILE] as const) everyCall(hostile as never);
    metrics.counter('late_total').inc();
    metrics.recordHttpRequest('GET', '/late', 200, 1);
    await tracing.flush().catch(() => undefined);
    await tracing.shutdown().catch(() => undefined);
    await settled();
    expect(unhandled).toEqual([]);
  });
});
