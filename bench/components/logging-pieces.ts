import { lineFormat } from '../../lib/logging/formats/line-format.js';
import type { LineTarget } from '../../lib/logging/line/line-target.js';
import type { LogLine } from '../../lib/logging/line/log-line.js';
import { Logger } from '../../lib/logging/logger.js';
import { JSON_LOGS, PROTOBUF_LOGS } from '../../lib/logging/otlp/log-encoding.js';
import { logRecordOf } from '../../lib/logging/otlp/log-record.js';
import { createRootLogger } from '../../lib/logging/root-logger.js';
import type { LoggingOptions } from '../../lib/options/logging.options.js';
import { resolveOptions } from '../../lib/telemetry.options.js';
import type { Piece } from './micro.js';
import { NO_STREAM } from './sinks.js';

const FLAT = { orderId: 7, customer: 'ada', total: 12.5 };
const NESTED = { order: { id: 7, customer: { name: 'ada', email: 'ada@x.test' }, items: [{ id: 1 }, { id: 2 }] } };
const SECRET = { order: { id: 7, customer: { name: 'ada', password: 'x' }, items: [{ id: 1 }, { id: 2 }] } };

/** Lines of the application's own. */
export function loggingPieces(): Piece[] {
  const hiding = logger({});
  const open = logger({ redact: false });
  const caller = logger({ caller: true });
  return [
    piece('line without fields', () => hiding.info('Order placed')),
    piece('line without fields, redaction off', () => open.info('Order placed')),
    piece('line with flat fields', () => hiding.info('Order placed', FLAT)),
    piece('line with flat fields, redaction off', () => open.info('Order placed', FLAT)),
    piece('line with nested fields', () => hiding.info('Order placed', NESTED)),
    piece('line with nested fields, redaction off', () => open.info('Order placed', NESTED)),
    piece('line with a secret', () => hiding.info('Order placed', SECRET)),
    piece('line with its caller', () => caller.info('Order placed', FLAT)),
    ...(['ecs', 'otel', 'text'] as const).flatMap((format) => {
      const formatted = logger({ format });
      return [
        piece(`line without fields as ${format}`, () => formatted.info('Order placed')),
        piece(`line with flat fields as ${format}`, () => formatted.info('Order placed', FLAT)),
      ];
    }),
    ...[PROTOBUF_LOGS, JSON_LOGS].map((encoding) => {
      const record = (line: LogLine) => void encoding.record(logRecordOf(line));
      const logs = loggerTo({ write: () => {}, record });
      const name = encoding === JSON_LOGS ? 'JSON' : 'protobuf';
      return piece(`line with flat fields as json, and over OTLP in ${name}`, () => logs.info('Order placed', FLAT));
    }),
  ];
}

function logger(logging: LoggingOptions): Logger {
  const format = lineFormat(logging.format ?? 'json', { colours: false, service: false });
  return loggerTo({ ...NO_STREAM, format }, logging);
}

function loggerTo(target: LineTarget, logging: LoggingOptions = {}): Logger {
  return new Logger(createRootLogger(resolveOptions({ logging: { format: 'json', ...logging } }), target));
}

function piece(name: string, fn: () => unknown): Piece {
  return {
    name,
    run: (times) => {
      for (let at = 0; at < times; at++) fn();
    },
  };
}
