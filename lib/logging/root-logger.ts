import { type Context, context as contextApi } from '@opentelemetry/api';
import { type DestinationStream, destination, pino } from 'pino';
import { baggageValues } from '../context/baggage.js';
import { traceContextOf } from '../context/trace-context.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { errorFields } from './error-fields.js';
import { TickDestination } from './tick-destination.js';

export type RootLogger = ReturnType<typeof createRootLogger>;

type Options = Pick<ResolvedOptions, 'service' | 'logging' | 'tracing'>;

/** Nest's level below debug, which pino does not have. */
const CUSTOM_LEVELS = { verbose: 15 };

const NOTHING = Object.freeze({});

/** The pino instance behind every line of one application. */
export function createRootLogger({ service, logging, tracing: { baggageKeys } }: Options, stream: DestinationStream) {
  return pino(
    {
      level: logging.level,
      customLevels: CUSTOM_LEVELS,
      messageKey: 'message',
      errorKey: 'error',
      timestamp: isoTimestamp(),
      base: { service: service.name, version: service.version, environment: service.environment },
      formatters: { level: (level) => ({ level }) },
      serializers: { error: errorFields },
      mixin: contextFields(baggageKeys),
      mixinMergeStrategy: (line, added) => (added === NOTHING ? line : { ...line, ...added }),
    },
    stream,
  );
}

/** Where lines go when the options name no stream of the user's. */
export async function createDestination({ logging }: Options): Promise<DestinationStream> {
  const output = logging.destination ?? new TickDestination(destination({ fd: 1, sync: true }));
  if (logging.format === 'json') return output;
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({
    colorize: logging.destination === undefined && process.stdout.isTTY,
    messageKey: 'message',
    timestampKey: 'timestamp',
    errorLikeObjectKeys: ['error'],
    ignore: 'service,version,environment,sampled,span_id',
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
    customLevels: CUSTOM_LEVELS,
    useOnlyCustomProps: false,
  });
  // The stream that pino-pretty makes would hold lines back, and lose them in a crash.
  return { write: (line) => output.write(pretty(line)) };
}

/**
 * What the context adds to each line: trace fields, under the names of OpenTelemetry's guide for logs in other formats,
 * and chosen baggage.
 */
function contextFields(baggageKeys: readonly string[]): (line: object) => object {
  return (line) => {
    // A line about work that is over already carries its own.
    if ('trace_id' in line) return NOTHING;
    const context = contextApi.active();
    return { ...traceFields(context), ...withBaggage(context, baggageKeys, line) };
  };
}

export function traceFields(context: Context): object | undefined {
  const trace = traceContextOf(context);
  return trace && { trace_id: trace.traceId, span_id: trace.spanId, sampled: trace.sampled };
}

/** A line's fields with chosen baggage among them; nothing where there is none. */
export function withBaggage(
  context: Context,
  keys: readonly string[],
  { fields }: { readonly fields?: object },
): object | undefined {
  const values = baggageValues(context, keys);
  return values && { fields: { ...values, ...fields } };
}

/** RFC 3339 in UTC; lines of the same millisecond share the text. */
function isoTimestamp(): () => string {
  let last = -1;
  let text = '';
  return () => {
    const now = Date.now();
    if (now !== last) {
      last = now;
      text = `,"timestamp":"${new Date(now).toISOString()}"`;
    }
    return text;
  };
}
