import { context as contextApi } from '@opentelemetry/api';
import { type LogFn, pino } from 'pino';
import { isError } from '../conventions/errors/is-error.js';
import { QueryDescriptions } from '../conventions/database/query-description.js';
import { Redactor } from '../conventions/redaction/redactor.js';
import { sharedSymbol } from '../observation/index.js';
import type { ResolvedOptions } from '../telemetry.options.js';
import { callerOfLogger } from './caller.js';
import { contextFields } from './context-fields.js';
import { ErrorStorms, stormMessage } from './error-storms.js';
import { LogLevels } from './levels/log-levels.js';
import { composeLines } from './line/line-composer.js';
import type { LineTarget } from './line/line-target.js';
import { SEVERITIES } from './line/severities.js';
import { jsonLine } from './formats/json.format.js';
import { LineGate } from './line-gate.js';
import { LineShape } from './line-shape.js';
import { LineTimes } from './line-times.js';
import { withoutTooManyFields } from './fields-of.js';
import { movedLine } from './start/moved-line.js';

export type RootLogger = ReturnType<typeof createRootLogger>;

/** The injection token of the application's pino instance. */
export const ROOT_LOGGER = sharedSymbol('root-logger');

type Options = Pick<ResolvedOptions, 'limits' | 'service' | 'logging' | 'tracing' | 'database' | 'cache'>;
type Line = Readonly<Record<string, unknown>>;

/** Nest's level below debug. pino has no such level. */
const CUSTOM_LEVELS = { verbose: SEVERITIES.verbose };

const NOTHING = Object.freeze({});

/** The pino instance that writes every line of one application. */
export function createRootLogger(options: Options, target: LineTarget) {
  const { service, logging, database, cache } = options;
  const { baggageKeys } = options.tracing;
  const logLevels = new LogLevels(logging.level, logging.levels);
  const storms = new ErrorStorms(logging.maxSameErrorsPerMinute, (storm) => {
    const fields = { error_type: storm.type, suppressed: storm.suppressed };
    // This line belongs to no trace, and the gate must not count it.
    root.error({ trace_id: undefined, context: storm.context, fields }, stormMessage(storm));
  });
  const gate = new LineGate(logLevels, storms);
  const shape = new LineShape(logging.redact === false ? undefined : new Redactor(logging.redact), options.limits);
  const times = new LineTimes();
  const root = pino(
    {
      // Levels change at run time, also for child loggers. The gate decides; pino itself writes everything.
      level: 'trace',
      customLevels: CUSTOM_LEVELS,
      messageKey: 'message',
      errorKey: 'error',
      // The line's own text has the time.
      timestamp: false,
      base: { service: service.name, version: service.version, environment: service.environment },
      serializers: { error: shape.error },
      mixin: (line) => addedTo(line as Line, baggageKeys, logging.caller),
      mixinMergeStrategy: (line, added) => (added === NOTHING ? line : { ...line, ...added }),
      hooks: {
        // pino's own arguments: code that calls pino directly may put a secret into the text too.
        logMethod(args, method, severity) {
          if (!gate.admits(args, severity, this)) return;
          method.apply(this, shownArguments(args, shape));
        },
      },
    },
    target,
  );
  composeLines(root, { shape, times }, target);
  return Object.assign(root, {
    shape,
    times,
    logLevels,
    /** How operations that are reported by hand are described: in the same way as observed ones. */
    described: { queries: new QueryDescriptions({ system: 'other_sql', ...database }), cacheKeys: cache.keys },
    withCaller: logging.caller,
    /** Writes a JSON line of an earlier log, if this log writes its level. */
    take: (text: string): void => {
      const line = movedLine(text, { service, logLevels, shape });
      if (line === undefined) return;
      target.record?.(line);
      target.write((target.format ?? jsonLine)(line));
    },
    child: shapedChild(root.child, shape),
    isLevelEnabled: (level: string) => logLevels.mayWrite(root.levels.values[level] ?? 0),
    /** Writes waiting lines to the system, and waits a moment for a slow reader. */
    drain: (): void => target.drain?.(),
    /** Sends lines that wait for the network, or drops them at the deadline. Further lines may follow. */
    deliver: async (deadline: AbortSignal): Promise<void> => {
      storms.close();
      await target.deliver?.(deadline);
    },
    /** Writes the last summaries and flushes, until `deadline` is aborted. Never rejects. */
    close: async (deadline?: AbortSignal): Promise<void> => {
      storms.close();
      logLevels.close();
      await target.close?.(deadline);
    },
  });
}

/** The line, the message, and the values of the message's placeholders. */
function shownArguments(args: Parameters<LogFn>, shape: LineShape): Parameters<LogFn> {
  const shown = args as unknown[];
  const [line] = shown;
  if (typeof line === 'object' && line !== null && !isError(line)) shown[0] = withoutTooManyFields(line);
  let isMessage = true;
  for (const [at, text] of shown.entries()) {
    if (typeof text !== 'string') continue;
    shown[at] = isMessage ? shape.message(text) : shape.text(text);
    isMessage = false;
  }
  return args;
}

/** pino does not format the bound fields of a child: it serialises them once for all lines. */
function shapedChild<Child extends (bindings: never, ...rest: never[]) => unknown>(
  child: Child,
  shape: LineShape,
): Child {
  return function (this: unknown, bindings: Record<string, unknown>, ...rest: unknown[]) {
    return (child as unknown as (...all: unknown[]) => unknown).call(
      this,
      shape.fields(withoutTooManyFields(bindings)),
      ...rest,
    );
  } as unknown as Child;
}

function addedTo(line: Line, baggageKeys: readonly string[], caller: boolean): object {
  // A line about finished work already has its trace ids.
  if ('trace_id' in line) return NOTHING;
  const added = contextFields(contextApi.active(), baggageKeys, line['fields'] as Line | undefined);
  return caller && !('caller' in line) ? { ...added, caller: callerOfLogger() } : added;
}
