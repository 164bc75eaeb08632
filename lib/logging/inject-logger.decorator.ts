import { type FactoryProvider, Inject, type Type } from '@nestjs/common';
import { sharedSymbol } from '../observation/index.js';
import { Logger } from './logger.js';

/** What a part of the application goes by in the log: a name, or the class itself. */
export type LoggerContext = string | Type;

const contexts = new Set<string>();

/**
 * Injects a logger whose lines name `context`.
 *
 * @example
 * constructor(@InjectLogger(OrdersService) private readonly logger: Logger) {}
 */
export function InjectLogger(context: LoggerContext): ParameterDecorator & PropertyDecorator {
  contexts.add(nameOf(context));
  return Inject(getLoggerToken(context));
}

/** What {@link InjectLogger} injects, to replace it in a test. */
export function getLoggerToken(context: LoggerContext): symbol {
  return sharedSymbol(`logger:${nameOf(context)}`);
}

/** A provider for each logger that was asked for so far. */
export function loggerProviders(): FactoryProvider[] {
  return [...contexts].map((context) => ({
    provide: getLoggerToken(context),
    inject: [Logger],
    useFactory: (logger: Logger) => logger.child(context),
  }));
}

function nameOf(context: LoggerContext): string {
  return typeof context === 'string' ? context : context.name;
}
