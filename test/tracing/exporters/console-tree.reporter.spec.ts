import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import { ConsoleTreeReporter, type ReportedSpan } from 'nestjs-telemetry';
import { printedTo } from './printed-text.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const START = Date.UTC(2026, 0, 2);

function span(id: string, parent: string | undefined, service: string, more: Partial<ReportedSpan> = {}): ReportedSpan {
  return {
    traceId: TRACE,
    spanId: id,
    parentSpanId: parent,
    links: [],
    operationName: id,
    startTime: new Date(START),
    finishTime: new Date(START + 5),
    startTimeMs: START,
    durationMs: 5,
    tags: {},
    logs: [],
    serviceName: service,
    resource: { 'service.name': service },
    status: 'unset',
    statusMessage: undefined,
    ...more,
  };
}

describe('The trees of several services', () => {
  let output: PassThrough;
  let reporter: ConsoleTreeReporter;
  const printed = (): string => printedTo(output);

  beforeEach(() => {
    jest.useFakeTimers();
    output = new PassThrough();
    reporter = new ConsoleTreeReporter({ output, quietMs: 100 });
  });
  afterEach(() => jest.useRealTimers());

  it('are one for a trace, in whatever order its spans come, with each service where its part begins', () => {
    reporter.report(span('insert', 'handle', 'orders', { startTimeMs: START + 2 }));
    reporter.report(span('POST', 'caller', 'gateway', { tags: { 'http.response.status_code': 201 } }));
    reporter.report(span('send', 'POST', 'gateway'));
    jest.advanceTimersByTime(99);
    reporter.report(span('handle', 'send', 'orders', { status: 'error', statusMessage: 'sold out' }));
    jest.advanceTimersByTime(99);
    expect(printed()).toBe('');
    jest.advanceTimersByTime(1);
    expect(printed()).toBe(`✗ trace ${TRACE}
  handle: sold out
└─ gateway: POST  201  5.00 ms
   └─ send  5.00 ms
      └─ orders: handle  error  5.00 ms
         └─ insert  5.00 ms
`);
  });

  it('have no names of services where there is one', () => {
    reporter.report(span('GET', undefined, 'gateway'));
    jest.runAllTimers();
    expect(printed()).toBe(`✓ trace ${TRACE}\n└─ GET  5.00 ms\n`);
  });

  it('print what is there when the reporter closes, and nothing twice', () => {
    reporter.report(span('GET', undefined, 'gateway'));
    reporter.close();
    jest.runAllTimers();
    expect(printed().match(/trace/g)).toHaveLength(1);
  });

  it('print what comes later, apart', () => {
    reporter.report(span('GET', undefined, 'gateway'));
    jest.runAllTimers();
    reporter.report(span('event', 'GET', 'orders'));
    jest.runAllTimers();
    expect(printed().match(/trace/g)).toHaveLength(2);
  });

  it('stay bounded, with many spans and with many traces', () => {
    for (let at = 0; at < 600; at++) reporter.report(span(String(at), 'none', 'gateway'));
    for (let at = 0; at < 500; at++) reporter.report({ ...span('a', undefined, 'x'), traceId: `t${at}` });
    const text = printed();
    expect(text).toContain('… and 100 more spans');
    expect(text.match(/trace/g)).toHaveLength(1);
  });
});
