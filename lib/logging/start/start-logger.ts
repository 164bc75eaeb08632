import type { LoggerService } from '@nestjs/common';
import { Logger } from '../logger.js';
import { registerStartLogger } from './hand-over.js';
import { StartLines } from './start-lines.js';

/** Nest logs the error of a failed start with this context. */
const FAILED_START = 'ExceptionHandler';

/**
 * A logger for `NestFactory.create`. It holds the lines that are written before the container exists, each with its own
 * time. When `TelemetryModule` is ready, they are written to the application's log, and this logger becomes the
 * application's. If the start fails, they are written to stdout.
 *
 * @example
 * const app = await NestFactory.create(AppModule, { logger: new StartLogger() });
 */
export class StartLogger implements LoggerService {
  private readonly lines = new StartLines();
  private logger = new Logger(this.lines.root);

  constructor() {
    registerStartLogger(this, (logger, root) => {
      this.logger = logger;
      return this.lines.moveTo(root);
    });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.log(message, ...rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.verbose(message, ...rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(message, ...rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(message, ...rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(message, ...rest);
    if (rest.at(-1) === FAILED_START) this.lines.release();
  }

  /** The process may be about to end: the lines do not wait any longer. */
  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(message, ...rest);
    this.lines.release();
  }
}
