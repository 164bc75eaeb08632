// A primary with one worker, whose metrics nobody combines. The worker writes what telemetry reports.
import 'reflect-metadata';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule } from 'nestjs-telemetry';

if (cluster.isPrimary) {
  const worker = cluster.fork();
  await once(worker, 'exit');
} else {
  @Module({ imports: [TelemetryModule.forRoot(JSON.parse(process.argv[2] ?? '{}') as object)] })
  class WorkerModule {}
  const app = await NestFactory.create(WorkerModule, { logger: ['warn'] });
  await app.listen(0, '127.0.0.1');
  await app.close();
  process.exit();
}
