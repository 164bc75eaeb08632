import type { LoggerService } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { diag, type DiagLogger, trace } from '@opentelemetry/api';
import { globalErrorHandler } from '@opentelemetry/core';
import { TelemetryModule, type TelemetryOptions, Tracing } from 'nestjs-telemetry';

const warnings: string[] = [];
const open: TestingModule[] = [];
let onWarning: () => void = () => undefined;

const LOGGER: LoggerService = {
  log: () => undefined,
  error: () => undefined,
  warn: (text: string) => {
    warnings.push(text);
    onWarning();
  },
};

beforeEach(() => {
  warnings.length = 0;
  onWarning = () => undefined;
});
afterEach(async () => {
  for (const module of open.splice(0)) await module.close();
  diag.disable();
});

async function start(options: TelemetryOptions = {}): Promise<TestingModule> {
  const telemetry = TelemetryModule.forRoot({ metrics: { processMetrics: false }, ...options });
  const module = await Test.createTestingModule({ imports: [telemetry] })
    .setLogger(LOGGER)
    .compile();
  open.push(module);
  return module;
}

class Remembering implements DiagLogger {
  readonly texts: string[] = [];
  readonly warn = (text: string): void => void this.texts.push(text);
  readonly error = this.warn;
  readonly info = this.warn;
  readonly debug = this.warn;
  readonly verbose = this.warn;
}

function writeLate(module: TestingModule): void {
  module.get(Tracing).run('work', () => {
    const span = trace.getTracer('library').startSpan('of a library');
    span.end();
    span.setAttribute('late', true);
  });
}

const ABOUT_SPANS = expect.stringMatching(/^OpenTelemetry says: Cannot execute the operation on ended Span/);

describe('warnings and errors of OpenTelemetry’s SDK', () => {
  it('are reported, and the same one once, whatever ids it contains', async () => {
    const module = await start();
    for (let n = 0; n < 3; n++) writeLate(module);
    expect(warnings).toEqual([ABOUT_SPANS]);
    diag.warn('a warning', { secret: 'x' }, new Error('and its error'));
    diag.info('not that important');
    expect(warnings.slice(1)).toEqual(['OpenTelemetry says: a warning {…} and its error']);
  });

  it('are reported for a limited number of different messages', async () => {
    await start();
    for (let n = 0; n < 1_000; n++) diag.error(`message ${n}`);
    expect(warnings).toHaveLength(100);
  });

  it('are readable where the SDK hands over an exception', async () => {
    await start();
    globalErrorHandler(new RangeError('out of range'));
    expect(warnings).toEqual(['OpenTelemetry says: RangeError: out of range']);
  });

  it('a message that the report itself causes ends there', async () => {
    await start();
    onWarning = () => diag.warn('caused by a line');
    diag.warn('first');
    expect(warnings).toEqual(['OpenTelemetry says: first']);
  });

  it('go to a logger of the user, set before or afterwards, and that one stays at the end', async () => {
    const before = new Remembering();
    diag.setLogger(before);
    const module = await start();
    writeLate(module);
    await module.close();
    diag.warn('after the end');
    expect(before.texts).toContain('after the end');
    expect(before.texts.filter((text) => text.includes('on ended Span'))).toHaveLength(1);
    diag.disable();

    const second = await start();
    const afterwards = new Remembering();
    diag.setLogger(afterwards);
    writeLate(second);
    await second.close();
    diag.warn('after the end');
    expect(afterwards.texts).toContain('after the end');
    expect(warnings).toEqual([]);
  });

  it('leave nothing behind when the application ends', async () => {
    const module = await start();
    await module.close();
    diag.warn('after the end');
    expect(warnings).toEqual([]);
    const own = new Remembering();
    diag.setLogger(own);
    expect(own.texts).toEqual([]);
  });

  it('go to one of several applications, and still do when the first has ended', async () => {
    const first = await start();
    const second = await start();
    diag.warn('one');
    expect(warnings).toEqual(['OpenTelemetry says: one']);
    await first.close();
    writeLate(second);
    diag.warn('two');
    expect(warnings.slice(1)).toEqual([ABOUT_SPANS, 'OpenTelemetry says: two']);
  });

  it('an exporter that fails is reported once', async () => {
    const exporter = {
      export: (_spans: unknown, done: (result: { code: number; error?: Error }) => void) =>
        done({ code: 1, error: new Error('refused') }),
      shutdown: () => Promise.resolve(),
      forceFlush: () => Promise.resolve(),
    };
    const module = await start({ tracing: { exporter, batch: { maxExportBatchSize: 1 } } });
    writeLate(module);
    await module
      .get(Tracing)
      .flush()
      .catch(() => undefined);
    expect(warnings.filter((text) => text.includes('refused'))).toHaveLength(1);
  });
});
