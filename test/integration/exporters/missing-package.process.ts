import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryError, TelemetryModule, type TracingOptions } from 'nestjs-telemetry';

// A service that says whether it started with the tracing options that it is given.
const tracing = JSON.parse(process.argv[2] as string) as TracingOptions;

@Module({ imports: [TelemetryModule.forRoot({ tracing, logging: { level: 'silent' } })] })
class AbsentModule {}

try {
  const app = await NestFactory.create(AbsentModule, { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  await app.close();
  process.send?.({ started: true });
} catch (error) {
  const { code, message } = error as TelemetryError;
  process.send?.({ started: false, ours: error instanceof TelemetryError, code, message });
}
