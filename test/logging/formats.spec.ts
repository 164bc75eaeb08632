import { createDestination } from '../../lib/logging/destinations/create-destination.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import { lineFormat } from '../../lib/logging/formats/line-format.js';
import { parseLine } from '../../lib/logging/line/parse-line.js';
import { Logger } from 'nestjs-telemetry';
import type { LogFormat } from '../../lib/options/names.js';
import { resolveOptions } from '../../lib/telemetry.options.js';

const TRACE = { trace_id: 'a'.repeat(32), span_id: 'b'.repeat(16), sampled: true };

async function writing(format: LogFormat): Promise<{ logger: Logger; last(): string }> {
  const written: string[] = [];
  const options = resolveOptions({
    service: { name: 'shop', version: '1.2', environment: 'test' },
    logging: { format, level: 'verbose', destination: { write: (line: string) => written.push(line) } as never },
  });
  const root = createRootLogger(options, await createDestination(options));
  return { logger: new Logger(root), last: () => written.at(-1) as string };
}

function rewrite(format: LogFormat, line: object, { colours = false, service = false } = {}): string {
  const whole = { level: 'info', timestamp: '2026-01-02T03:04:05.678Z', message: 'hi', ...line };
  return lineFormat(format, { colours, service })(parseLine(`${JSON.stringify(whole)}\n`));
}

function failure(): Error {
  return new RangeError('too much', { cause: new TypeError('at first') });
}

describe('the ecs format', () => {
  it('names everything as Elastic Common Schema does, and makes labels of the rest', async () => {
    const { logger, last } = await writing('ecs');
    logger.warn('late', { order: { id: 7 }, 'a.b': 1, list: [1] }, failure(), 'Orders');
    expect(JSON.parse(last())).toEqual({
      '@timestamp': expect.stringMatching(/^\d{4}-.*Z$/),
      'log.level': 'warn',
      'log.logger': 'Orders',
      message: 'late',
      'ecs.version': '8.11.0',
      'service.name': 'shop',
      'service.version': '1.2',
      'service.environment': 'test',
      'error.type': 'RangeError',
      'error.message': 'too much',
      'error.stack_trace': expect.stringMatching(/^RangeError: too much\n[^]+\nCaused by: TypeError: at first\n/),
      labels: { order_id: 7, a_b: 1, list: '[1]' },
    });
  });

  it('knows the fields of a request', () => {
    const fields = { event: 'http_request', method: 'GET', url: '/x', status_code: 200, duration_ms: 1.5 };
    expect(JSON.parse(rewrite('ecs', { ...TRACE, request_id: 'r', fields }))).toMatchObject({
      'trace.id': TRACE.trace_id,
      'span.id': TRACE.span_id,
      'http.request.id': 'r',
      'event.action': 'http_request',
      'http.request.method': 'GET',
      'url.path': '/x',
      'http.response.status_code': 200,
      'event.duration': 1_500_000,
    });
  });
});

describe('the otel format', () => {
  it('is OpenTelemetry’s log data model', () => {
    const line = { ...TRACE, service: 'shop', version: '1', environment: 'test', context: 'Orders', fields: { id: 7 } };
    expect(JSON.parse(rewrite('otel', line))).toEqual({
      Timestamp: '1767323045678000000',
      TraceId: TRACE.trace_id,
      SpanId: TRACE.span_id,
      TraceFlags: 1,
      SeverityText: 'INFO',
      SeverityNumber: 9,
      Body: 'hi',
      Resource: { 'service.name': 'shop', 'service.version': '1', 'deployment.environment.name': 'test' },
      InstrumentationScope: { Name: 'Orders' },
      Attributes: { id: 7 },
    });
  });

  it('names the fields of events as semantic conventions do', () => {
    const fields = { event: 'http_request', method: 'GET', url: '/', status_code: 200, duration_ms: 1.5, order: 7 };
    expect(JSON.parse(rewrite('otel', { ...TRACE, fields }))).toMatchObject({
      EventName: 'nestjs.http_request',
      Attributes: {
        'http.request.method': 'GET',
        'url.path': '/',
        'http.response.status_code': 200,
        'nestjs.call.duration_ms': 1.5,
        order: 7,
      },
    });
  });

  it.each([
    ['verbose', 3],
    ['debug', 5],
    ['warn', 13],
    ['error', 17],
    ['fatal', 21],
  ])('numbers %s as %i', (level, number) => {
    expect(JSON.parse(rewrite('otel', { level }))).toMatchObject({ SeverityNumber: number });
  });

  it('has an error under the names for exceptions', async () => {
    const { logger, last } = await writing('otel');
    logger.error(failure());
    expect(JSON.parse(last())).toMatchObject({
      Attributes: {
        'exception.type': 'RangeError',
        'exception.message': 'too much',
        'exception.stacktrace': expect.stringContaining('Caused by: TypeError: at first'),
      },
    });
  });
});

describe('the text format', () => {
  it('aligns, quotes what needs it, and shows the beginning of the trace', () => {
    const fields = { id: 7, name: 'two words', empty: '', deep: { a: 1 }, took: 1.23456 };
    const line = rewrite('text', { ...TRACE, context: 'Orders', fields });
    expect(line.slice(13)).toBe(
      'INFO    [Orders] hi id=7 name="two words" empty="" deep={"a":1} took=1.235 trace=aaaaaaaa\n',
    );
    expect(rewrite('text', { level: 'verbose' }).indexOf('hi')).toBe(line.indexOf('[Orders]'));
  });

  it('has colours where they are wanted', () => {
    // oxlint-disable-next-line no-control-regex
    expect(rewrite('text', {}, { colours: true })).toMatch(/\u001B\[32mINFO {3}\u001B\[39m/);
  });

  it('names the service where several write to one terminal', () => {
    const line = { service: 'shop', context: 'Orders' };
    expect(rewrite('text', line, { service: true }).slice(13)).toBe('INFO    shop [Orders] hi\n');
    expect(rewrite('text', line).slice(13)).toBe('INFO    [Orders] hi\n');
  });

  it('shows what was thrown and is no error', () => {
    expect(rewrite('text', { error: 'just words' })).toMatch(/hi\n {4}just words\n$/);
    expect(rewrite('text', { error: { type: 'Odd', message: 'x' } })).toMatch(/hi\n {4}Odd: x\n$/);
  });
});
