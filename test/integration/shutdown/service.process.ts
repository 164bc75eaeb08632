import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { WorkController, WorkService } from './work.service.js';

// A service, or a job that does one thing and ends, with all three signals going out. Nothing here calls process.exit().
const { job, options } = JSON.parse(process.argv[2] ?? '') as { job: boolean; options: TelemetryOptions };

@Module({
  imports: [TelemetryModule.forRoot({ service: { name: 'service' }, ...options })],
  controllers: [WorkController],
  providers: [WorkService],
})
class ServiceModule {}

if (job) {
  const app = await NestFactory.createApplicationContext(ServiceModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  for (let n = 0; n < 10; n++) app.get(WorkService).work();
  await app.close();
  process.send?.('closed');
  process.disconnect?.();
} else {
  const app = await NestFactory.create(ServiceModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  process.send?.(await app.getUrl());
}
