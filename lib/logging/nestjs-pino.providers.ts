import { createRequire } from 'node:module';
import { type FactoryProvider, type Provider, Scope } from '@nestjs/common';
import { context as contextApi } from '@opentelemetry/api';
import type * as Package from 'nestjs-pino';
import { Telemetry, UnitOfWork } from '../observation/index.js';
import { loadOptional } from '../packages/optional-package.js';
import { TelemetryError } from '../telemetry.errors.js';
import { Logger } from './logger.js';
import { ROOT_LOGGER, type RootLogger } from './root-logger.js';

type NestjsPino = typeof Package;
type PinoLogger = Package.PinoLogger;

/** The loggers of nestjs-pino, which write to this application's log. Empty if that package is not installed. */
export async function nestjsPinoProviders(): Promise<Provider[]> {
  const nestjsPino = await installedNestjsPino();
  if (nestjsPino === undefined) return [];
  const { Logger: PinoNestLogger, LoggerModule, PinoLogger } = nestjsPino;
  return [
    {
      provide: PinoLogger,
      scope: Scope.TRANSIENT,
      inject: [ROOT_LOGGER, Logger, Telemetry],
      useFactory: pinoLoggerFactory(PinoLogger.prototype as unknown as PinoLogger),
    },
    {
      provide: PinoNestLogger,
      inject: [PinoLogger],
      useFactory: (logger: PinoLogger) => new PinoNestLogger(logger, {}),
    },
    ...(LoggerModule.forRoot().providers ?? []).filter(isForOneContext),
  ];
}

/** The provider for `@InjectPinoLogger()`. */
function isForOneContext(provider: Provider): provider is FactoryProvider {
  return 'provide' in provider && typeof provider.provide === 'string' && provider.provide.startsWith('PinoLogger:');
}

/**
 * A PinoLogger created without its constructor, which would create a log for the whole process. The OpenTelemetry
 * context identifies the current work, so nestjs-pino's middleware and AsyncLocalStorage are not needed.
 */
function pinoLoggerFactory(prototype: PinoLogger): (...dependencies: [RootLogger, Logger, Telemetry]) => PinoLogger {
  return (root, logger, telemetry) => {
    const members: Record<string, unknown> = {
      context: '',
      contextName: 'context',
      errorKey: 'error',
      // pino's level of this name is below every level of the options.
      trace(this: { call(level: string, ...line: unknown[]): void }, ...line: unknown[]) {
        this.call('verbose', ...line);
      },
      assign: (fields: Record<string, unknown>) => logger.assign(fields),
      runInContext: runInContext(telemetry),
    };
    const own = Object.create(prototype, { logger: { value: root } }) as PinoLogger;
    return Object.assign(own, members);
  };
}

function runInContext(telemetry: Telemetry): PinoLogger['runInContext'] {
  return (fn, { bindings, inherit = false } = {}) => {
    const active = contextApi.active();
    const unit = new UnitOfWork(telemetry);
    unit.assign({ ...(inherit ? UnitOfWork.of(active)?.fields : undefined), ...bindings });
    return contextApi.with(unit.enter(active), fn);
  };
}

async function installedNestjsPino(): Promise<NestjsPino | undefined> {
  const loaded = loadedAsCommonJs();
  if (loaded !== undefined) return loaded;
  try {
    return await loadOptional('nestjs-pino', 'the loggers of nestjs-pino', () => import('nestjs-pino'));
  } catch (error) {
    if (error instanceof TelemetryError) return undefined;
    throw error;
  }
}

/** The package may be loaded twice, with different classes. A CommonJS application uses the copy in `require.cache`. */
function loadedAsCommonJs(): NestjsPino | undefined {
  try {
    const require = createRequire(import.meta.url);
    return require.cache[require.resolve('nestjs-pino')]?.exports as NestjsPino | undefined;
  } catch {
    return undefined;
  }
}
