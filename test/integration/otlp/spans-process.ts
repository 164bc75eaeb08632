import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TelemetryModule } from 'nestjs-telemetry';
import { SpansController, SpansService } from './spans-service.js';

// A service in a process of its own, which a test can end by a signal. OTLP comes from the environment.
@Module({
  imports: [TelemetryModule.forRoot({ service: { name: 'spans' }, logging: { level: 'error' } })],
  controllers: [SpansController],
  providers: [SpansService],
})
class SpansModule {}

const adapter = process.argv[2] === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(SpansModule, adapter, { logger: ['error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.send?.({ url: await app.getUrl() });
