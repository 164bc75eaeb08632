import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { loggerProviders } from './inject-logger.decorator.js';
import { nestjsPinoProviders } from './nestjs-pino.providers.js';

/** An entry in `imports` for loggers that are not known yet. */
@Module({})
class LoggersModule {}

/**
 * Provides the loggers that decorators request. Nest reads this list when it scans the modules. The declaration of the
 * module would be too early: later classes are not loaded yet.
 */
export function withLoggers(definition: DynamicModule): DynamicModule {
  const providers = [...(definition.providers ?? [])];
  const exported = [...(definition.exports ?? [])];
  const add = (added: readonly Provider[]) => {
    for (const provider of added) {
      // Nest may read one definition several times.
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
  // Return the same module each time: Nest would treat a new object as another module.
  return LoggersModule as never;
}

function tokenOf(provider: Provider) {
  return 'provide' in provider ? provider.provide : provider;
}
