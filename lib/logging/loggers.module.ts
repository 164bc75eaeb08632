import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { loggerProviders } from './inject-logger.decorator.js';
import { nestjsPinoProviders } from './nestjs-pino.providers.js';

/** Stands among the imports for the loggers that are still looked for. */
@Module({})
class LoggersModule {}

/**
 * Adds the loggers that decorators ask for. Which those are is known when Nest reads the modules, and not yet when the
 * module is declared: classes that come later have not been seen.
 */
export function withLoggers(definition: DynamicModule): DynamicModule {
  const providers = [...(definition.providers ?? [])];
  const exported = [...(definition.exports ?? [])];
  const add = (added: readonly Provider[]) => {
    for (const provider of added) {
      // One definition may be read several times.
      if (exported.includes(tokenOf(provider))) continue;
      providers.push(provider);
      exported.push(tokenOf(provider));
    }
  };
  return {
    ...definition,
    providers,
    exports: exported,
    get imports() {
      return [...(definition.imports ?? []), findLoggers(add)];
    },
  };
}

async function findLoggers(add: (providers: readonly Provider[]) => void): Promise<DynamicModule> {
  add(loggerProviders());
  add(await nestjsPinoProviders());
  // The same module each time: an object would be another one whenever Nest looks.
  return LoggersModule as never;
}

function tokenOf(provider: Provider) {
  return 'provide' in provider ? provider.provide : provider;
}
