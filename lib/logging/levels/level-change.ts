import { LOG_LEVELS, type LogLevel } from '../../options/names.js';
import type { SetLevelOptions } from './log-levels.js';

const MAX_CONTEXT_LENGTH = 200;

/** The level change in the body of a request, or its error. */
export function readLevelChange(body: unknown): (SetLevelOptions & { readonly level: LogLevel }) | string {
  if (typeof body !== 'object' || body === null) return 'Send JSON: { "level", "context"?, "forMs"? }';
  const { level, context, forMs } = body as Readonly<Record<string, unknown>>;
  if (!LOG_LEVELS.includes(level as LogLevel)) return `level is one of ${LOG_LEVELS.join(', ')}`;
  if (context !== undefined && !isName(context)) return `context is a name of at most ${MAX_CONTEXT_LENGTH} characters`;
  if (forMs !== undefined && !isDuration(forMs)) return 'forMs is a number of milliseconds, at most 2147483647';
  return {
    level: level as LogLevel,
    ...(context === undefined ? {} : { context }),
    ...(forMs === undefined ? {} : { forMs }),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_CONTEXT_LENGTH;
}

function isDuration(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 2 ** 31 - 1;
}
