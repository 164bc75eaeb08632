import { setImmediate } from 'node:timers/promises';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { Tracing } from 'nestjs-telemetry';
import { type ObservedApplication, startObserved } from '../observed-application.js';

describe('flush', () => {
  let observed: ObservedApplication;
  afterEach(() => observed.close());
  const start = async (exporter: SpanExporter) =>
    (observed = await startObserved('express', {}, { tracing: { exporter, batch: { maxExportBatchSize: 1 } } }));

  it('waits for a batch that is already under way, and for what waits behind it', async () => {
    const exports: Array<{ readonly names: string[]; readonly done: () => void }> = [];
    const exporter: SpanExporter = {
      export: (spans, done) =>
        void exports.push({ names: spans.map(({ name }) => name), done: () => done({ code: 0 }) }),
      shutdown: async () => undefined,
    };
    const { app } = await start(exporter);
    const tracing = app.get(Tracing);
    tracing.startSpan('first').end();
    // A full batch is on its way soon.
    await setImmediate();
    expect(exports.map(({ names }) => names)).toEqual([['first']]);
    tracing.startSpan('second').end();

    let flushed = false;
    const flushing = tracing.flush().then(() => (flushed = true));
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(exports.map(({ names }) => names)).toEqual([['first'], ['second']]);
    exports[1]?.done();
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(flushed).toBe(false);
    exports[0]?.done();
    await flushing;
    expect(flushed).toBe(true);
  });

  it('waits for a batch under way also when what waits behind it fails, and then rejects', async () => {
    const exports: Array<(code: number) => void> = [];
    const exporter: SpanExporter = {
      export: (_spans, done) => void exports.push((code) => done({ code })),
      shutdown: async () => undefined,
    };
    const { app } = await start(exporter);
    const tracing = app.get(Tracing);
    tracing.startSpan('first').end();
    tracing.startSpan('second').end();
    let result: unknown;
    const flushing = tracing.flush().then(
      () => (result = 'flushed'),
      (error: unknown) => (result = error),
    );
    exports[1]?.(1);
    for (let turn = 0; turn < 20; turn++) await setImmediate();
    expect(result).toBeUndefined();
    exports[0]?.(0);
    await flushing;
    expect(result).toBeInstanceOf(Error);
  });
});
