import { type FactoryProvider, Inject, type Type } from '@nestjs/common';
import { sharedSymbol } from '../observation/index.js';
import { Logger } from './logger.js';

/** The context name of a part of the application: a name, or its class. */
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

/** The injection token of {@link InjectLogger}, to replace the logger in a test. */
export function getLoggerToken(context: LoggerContext): symbol {
  return sharedSymbol(`logger:${nameOf(context)}`);
}

/** One provider for each logger that decorators have requested so far. */
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
