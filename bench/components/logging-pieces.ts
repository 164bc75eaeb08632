import { lineFormat } from '../../lib/logging/formats/line-format.js';
import { Logger } from '../../lib/logging/logger.js';
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
  const line = `{"level":"info","timestamp":"2026-01-02T03:04:05.678Z","service":"shop","fields":${JSON.stringify(FLAT)},"message":"Order placed"}\n`;
  return [
    piece('line without fields', () => hiding.info('Order placed')),
    piece('line without fields, redaction off', () => open.info('Order placed')),
    piece('line with flat fields', () => hiding.info('Order placed', FLAT)),
    piece('line with flat fields, redaction off', () => open.info('Order placed', FLAT)),
    piece('line with nested fields', () => hiding.info('Order placed', NESTED)),
    piece('line with nested fields, redaction off', () => open.info('Order placed', NESTED)),
    piece('line with a secret', () => hiding.info('Order placed', SECRET)),
    piece('line with its caller', () => caller.info('Order placed', FLAT)),
    ...(['ecs', 'otel', 'text'] as const).map((format) => {
      const rewrite = lineFormat(format, { colours: false, service: false }) as (text: string) => string;
      return piece(`rewriting a line as ${format}`, () => rewrite(line));
    }),
  ];
}

function logger(logging: LoggingOptions): Logger {
  return new Logger(createRootLogger(resolveOptions({ logging: { format: 'json', ...logging } }), NO_STREAM));
}

function piece(name: string, fn: () => unknown): Piece {
  return {
    name,
    run: (times) => {
      for (let at = 0; at < times; at++) fn();
    },
  };
}
