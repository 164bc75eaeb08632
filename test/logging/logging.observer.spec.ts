import { type Context, context as contextApi, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { LOG_EVENTS } from '../../lib/conventions/index.js';
import { LoggingObserver } from '../../lib/logging/logging.observer.js';
import { describeObserverContract } from '../observation/observer-contract.js';
import { logInto } from './log-lines.js';

contextApi.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());

describeObserverContract('logging', () => {
  const { root, lines } = logInto();
  return {
    observer: new LoggingObserver(root, LOG_EVENTS),
    kinds: LOG_EVENTS.map(({ kind }) => kind),
    ends: () => lines().length,
  };
});

const inTrace = (digit: string): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: digit.repeat(32),
    spanId: digit.repeat(16),
    traceFlags: TraceFlags.NONE,
  });
const operation = { kind: 'http.server', name: 'GET /', labels: {}, attributes: {} };
const outcome = { failed: false, facts: { 'http.response.status_code': 200 }, durationMs: 5 };

describe('the line of a finished request', () => {
  it.each<[string, Context, object]>([
    ['of its own trace', inTrace('a'), { trace_id: 'a'.repeat(32), span_id: 'a'.repeat(16), sampled: false }],
    ['of no trace', ROOT_CONTEXT, { trace_id: undefined, span_id: undefined, sampled: undefined }],
  ])('speaks %s, wherever it is written', (_what, context, expected) => {
    const { root, lines } = logInto();
    const recording = new LoggingObserver(root, LOG_EVENTS).begin(operation, context);
    contextApi.with(inTrace('b'), () => recording?.end(operation, outcome));
    const [line] = lines();
    expect({ trace_id: line?.['trace_id'], span_id: line?.['span_id'], sampled: line?.['sampled'] }).toEqual(expected);
    expect(line?.['fields']).toMatchObject({ event: 'http_request', status_code: 200, duration_ms: 5 });
  });

  it.each([
    ['messaging.send', { event: 'message_sent', system: 'kafka', destination: 'orders', operation: 'send' }],
    ['messaging.process', { event: 'message_processed', system: 'kafka', destination: 'orders', operation: 'send' }],
    ['rpc.server', { event: 'rpc_call', system: 'grpc', method: 'Orders/Place', status_code: 'OK' }],
    ['rpc.client', { event: 'rpc_client_call', system: 'grpc', method: 'Orders/Place', status_code: 'OK' }],
  ])('has the fields of a %s', (kind, fields) => {
    const { root, lines } = logInto();
    const labels = {
      'messaging.system.name': 'kafka',
      'messaging.destination.name': 'orders',
      'messaging.operation.name': 'send',
      'rpc.system.name': 'grpc',
      'rpc.method': 'Orders/Place',
    };
    const work = { kind, name: 'work', labels, attributes: {} };
    const facts = { 'rpc.status_code': 'OK' };
    const recording = new LoggingObserver(root, LOG_EVENTS).begin(work, ROOT_CONTEXT);
    recording?.end(work, { failed: false, facts, durationMs: 3 });
    expect(lines()[0]).toMatchObject({ level: 'info', fields: { ...fields, duration_ms: 3 } });
  });

  it('is not made where its level is not written', () => {
    const { root, lines } = logInto({ level: 'error' });
    const observer = new LoggingObserver(root, LOG_EVENTS);
    observer.begin(operation, ROOT_CONTEXT)?.end(operation, outcome);
    observer.begin(operation, ROOT_CONTEXT)?.end(operation, { ...outcome, failed: true });
    expect(lines().map((line) => line.level)).toEqual(['error']);
  });
});
