import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { StartLogger, TelemetryModule } from 'nestjs-telemetry';

// An application whose start goes wrong in one of several ways, before its log exists.
const [ending = ''] = process.argv.slice(2);

async function options(): Promise<object> {
  // The event loop has something to do.
  const busy = setInterval(() => undefined, 1_000);
  if (ending === 'hang') {
    process.send?.('hanging');
    await new Promise(() => undefined);
  }
  if (ending === 'exit') process.exit(3);
  if (ending === 'uncaught') {
    setTimeout(() => {
      throw new Error('nobody catches this');
    });
    await new Promise(() => undefined);
  }
  clearInterval(busy);
  if (ending === 'late') return { logging: { format: 'json' } };
  throw new Error('the settings are gone');
}

@Module({})
class LateModule {
  constructor() {
    if (ending === 'late') throw new Error('the settings are gone');
  }
}

@Module({ imports: [TelemetryModule.forRootAsync({ useFactory: options }), LateModule] })
class StartingModule {}

const logger = new StartLogger();
logger.log('before Nest', { password: 'hunter2' }, 'main');
logger.debug('not at this level', 'main');
try {
  await NestFactory.create(StartingModule, { logger, ...(ending === 'caught' ? { abortOnError: false } : {}) });
} catch {
  process.stdout.write('caught\n');
  logger.log('after the failure', 'main');
}
