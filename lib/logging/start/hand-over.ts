import { Logger as NestLogger } from '@nestjs/common';
import { sharedState } from '../../observation/index.js';
import type { Logger } from '../logger.js';
import type { RootLogger } from '../root-logger.js';

/** Makes a start logger the application's logger. Returns the number of lines that were dropped before. */
export type TakeOver = (logger: Logger, root: RootLogger) => number;

/** The start loggers of all copies of this package. */
const startLoggers = (): WeakMap<object, TakeOver> => sharedState('start-loggers', () => new WeakMap());

/** The member of Nest's logger that holds the logger of `NestFactory.create`. */
const CURRENT = 'staticInstanceRef';

export function registerStartLogger(logger: object, takeOver: TakeOver): void {
  startLoggers().set(logger, takeOver);
}

/** Hands the application's log to Nest's current logger, if that is a start logger. Returns the dropped lines. */
export function handOver(logger: Logger, root: RootLogger): number {
  const current: unknown = Reflect.get(NestLogger, CURRENT);
  const takeOver = typeof current === 'object' && current !== null ? startLoggers().get(current) : undefined;
  return takeOver?.(logger, root) ?? 0;
}
