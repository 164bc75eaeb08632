import type { HttpServer } from '@nestjs/common';
import type { ReportFault } from '../../observation/index.js';
import { LOG_LEVELS, type LogLevel } from '../../options/names.js';
import type { LogLevels, SetLevelOptions } from './log-levels.js';

const MAX_CONTEXT_LENGTH = 200;

interface LevelEndpoint {
  readonly path: string;
  readonly levels: LogLevels;
  /** 200 for who may, else the status to answer with. */
  admit(request: unknown, response: unknown): Promise<number>;
  /** Told of each change. */
  changed(level: LogLevel, options: SetLevelOptions): void;
  readonly report: ReportFault;
}

/** `GET` shows the levels; `PUT` and `POST` take `{ level, context?, forMs? }`. Routes of the adapter, not a controller. */
export function serveLogLevels(adapter: HttpServer, endpoint: LevelEndpoint): void {
  const show = answering(adapter, endpoint, () => ({ status: 200, body: endpoint.levels.read() }));
  const change = answering(adapter, endpoint, (request) => {
    const asked = readChange((request as { readonly body?: unknown }).body);
    if (typeof asked === 'string') return { status: 400, body: { error: asked } };
    const { level, ...options } = asked;
    endpoint.levels.set(level, options);
    endpoint.changed(level, options);
    return { status: 200, body: endpoint.levels.read() };
  });
  adapter.get(endpoint.path, show);
  adapter.put(endpoint.path, change);
  adapter.post(endpoint.path, change);
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

function answering(adapter: HttpServer, { path, admit, report }: LevelEndpoint, answer: (request: unknown) => Answer) {
  return async (request: unknown, response: unknown): Promise<void> => {
    const { status, body } = await guarded(request, response);
    await adapter.reply(response, body, status);
  };

  async function guarded(request: unknown, response: unknown): Promise<Answer> {
    try {
      const status = await admit(request, response);
      return status === 200 ? answer(request) : { status, body: { error: 'You may not.' } };
    } catch (error) {
      report(`${path} could not be answered`, error);
      return { status: 500, body: { error: 'It did not work; the log says why.' } };
    }
  }
}

/** What a body asks for, or what is wrong with it. */
function readChange(body: unknown): (SetLevelOptions & { readonly level: LogLevel }) | string {
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
