import { type Context, context as contextApi } from '@opentelemetry/api';
import { type DestinationStream, pino } from 'pino';
import { baggageValues } from '../context/baggage.js';
import { traceContextOf } from '../context/trace-context.js';
import type { ResolvedLogging } from '../options/logging.options.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import type { ReportFault } from '../observation/index.js';
import type { LineOutput } from './destinations/line-output.js';
import { MappedOutput } from './destinations/mapped-output.js';
import { openOutputs } from './destinations/open-outputs.js';
import { SeveralOutputs } from './destinations/several-outputs.js';
import { errorFields } from './error-fields.js';
import { ErrorStorms, stormMessage } from './error-storms.js';
import { LogLevels } from './levels/log-levels.js';
import { SEVERITIES } from './levels/severities.js';
import { LineGate } from './line-gate.js';
import { LogStatistics } from './log-statistics.js';

export type RootLogger = ReturnType<typeof createRootLogger>;

type Options = Pick<ResolvedOptions, 'service' | 'logging' | 'tracing'>;

/** Nest's level below debug, which pino does not have. */
const CUSTOM_LEVELS = { verbose: SEVERITIES.verbose };

const NOTHING = Object.freeze({});

/** The pino instance behind every line of one application. */
export function createRootLogger({ service, logging, tracing: { baggageKeys } }: Options, stream: DestinationStream) {
  const logLevels = new LogLevels(logging.level, logging.levels);
  const storms = new ErrorStorms(logging.maxSameErrorsPerMinute, (storm) => {
    const fields = { error_type: storm.type, suppressed: storm.suppressed };
    // It belongs to no trace, nor may the gate count it as one more.
    root.error({ trace_id: undefined, context: storm.context, fields }, stormMessage(storm));
  });
  const gate = new LineGate(logLevels, storms);
  const root = pino(
    {
      // Levels change at run time, for children too: the gate decides, and what is behind it writes everything.
      level: 'trace',
      customLevels: CUSTOM_LEVELS,
      messageKey: 'message',
      errorKey: 'error',
      timestamp: isoTimestamp(),
      base: { service: service.name, version: service.version, environment: service.environment },
      formatters: { level: (level) => ({ level }) },
      serializers: { error: errorFields },
      mixin: contextFields(baggageKeys),
      mixinMergeStrategy: (line, added) => (added === NOTHING ? line : { ...line, ...added }),
      hooks: {
        logMethod(args, method, severity) {
          if (gate.admits(args, severity, this)) method.apply(this, args);
        },
      },
    },
    stream,
  );
  return Object.assign(root, {
    logLevels,
    isLevelEnabled: (level: string) => logLevels.mayWrite(root.levels.values[level] ?? 0),
    /** Says what is left to say and hands it to the system. Never rejects. */
    close: async (): Promise<void> => {
      storms.close();
      logLevels.close();
      await (stream as Partial<LineOutput>).close?.();
    },
  });
}

/** Where lines go. */
export async function createDestination(
  options: Options,
  statistics: LogStatistics = new LogStatistics(),
  report: ReportFault = () => undefined,
): Promise<LineOutput> {
  const { logging, service } = options;
  const output = await inFormat(logging, await openOutputs(logging, statistics, report));
  if (logging.otlp === undefined) return output;
  const { openOtlp } = await import('./otlp/open-otlp.js');
  return new SeveralOutputs([output, await openOtlp(logging.otlp, service, statistics, report)]);
}

async function inFormat(logging: ResolvedLogging, output: LineOutput): Promise<LineOutput> {
  if (logging.format === 'json') return output;
  const { prettyFactory } = await import('pino-pretty');
  const pretty = prettyFactory({
    colorize: logging.destination === undefined && logging.output !== 'file' && process.stdout.isTTY,
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
  return new MappedOutput(output, pretty);
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
