import 'reflect-metadata';
import { Controller, Get, Inject, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';
import { type DriverCalls, ioredisCalls, mongodbCalls, mysql2Calls, pgCalls, redisCalls } from './driver-calls.js';

// A service in a process of its own, in which somebody else's instrumentation of drivers may be at work too.
const connect: Readonly<Record<string, () => Promise<DriverCalls>>> = {
  pg: pgCalls,
  mysql2: mysql2Calls,
  mongodb: mongodbCalls,
  ioredis: ioredisCalls,
  redis: redisCalls,
};

@Controller()
class DriversController {
  private readonly connected = new Map<string, DriverCalls>();

  constructor(@Inject(Tracing) private readonly tracing: Tracing) {}

  /** One call of a driver, by the names of both. */
  @Get('call/:call')
  async call(@Param('call') call: string): Promise<void> {
    const driver = call.slice(0, call.indexOf(' '));
    const run = (await this.connect(driver)).calls[call.slice(driver.length + 1)];
    if (run === undefined) throw new Error(`There is no ${call}`);
    await this.tracing.run('calling', async () => run());
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.connected.values()].map((driver) => driver.end()));
  }

  private async connect(driver: string): Promise<DriverCalls> {
    const connected = this.connected.get(driver) ?? (await connect[driver]?.());
    if (connected === undefined) throw new Error(`There is no ${driver}`);
    this.connected.set(driver, connected);
    return connected;
  }
}

@Module({
  imports: [
    TelemetryModule.forRoot({
      service: { name: 'drivers' },
      logging: { format: 'json', events: { database: true, cache: true } },
      metrics: { processMetrics: false },
    }),
  ],
  controllers: [DriversController],
})
class DriversModule {}

const app = await NestFactory.create(DriversModule, { logger: ['error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.send?.({ url: await app.getUrl() });
