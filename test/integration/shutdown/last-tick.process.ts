import 'reflect-metadata';
import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, TelemetryModule } from 'nestjs-telemetry';

// Lines of a global module's shutdown hook, and of the tick in which Nest ends the process by the signal.
const first = JSON.parse(process.argv[2] ?? 'true') as boolean;

@Global()
@Module({})
class FarewellModule implements OnApplicationShutdown {
  constructor(private readonly logger: Logger) {}

  onApplicationShutdown(): void {
    for (let number = 0; number < 50; number++) this.logger.info('farewell', { number });
  }
}

const telemetry = TelemetryModule.forRoot({ service: { name: 'farewell' }, logging: { format: 'json' } });

@Module({ imports: first ? [telemetry, FarewellModule] : [FarewellModule, telemetry] })
class RootModule {}

const app = await NestFactory.createApplicationContext(RootModule, { logger: false });
const logger = app.get(Logger);
app.enableShutdownHooks();
// Nest ends the process by itself once its hooks have run: this is the last that runs before.
const { kill } = process;
process.kill = (pid, signal) => {
  for (let number = 50; number < 100; number++) logger.info('farewell', { number });
  return kill.call(process, pid, signal);
};
setInterval(() => undefined, 1_000);
process.send?.('ready');
