import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Metrics, TelemetryModule } from 'nestjs-telemetry';

@Module({ imports: [TelemetryModule.forRoot({ metrics: { cluster: true }, logging: { level: 'error' } })] })
class PrimaryModule {}

/** A primary that is a Nest application, and has done work of its own. */
export async function start(): Promise<{ port: number }> {
  const app = await NestFactory.create(PrimaryModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
  app.get(Metrics).counter('work_done_total').inc(1_000);
  await app.listen(0, '127.0.0.1');
  return { port: (app.getHttpServer().address() as AddressInfo).port };
}
