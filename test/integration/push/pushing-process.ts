import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Metrics, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';

@Controller('orders')
class OrdersController {
  private readonly placed;

  constructor(metrics: Metrics) {
    this.placed = metrics.counter('orders_placed_total', { labels: ['channel'] });
  }

  @Get()
  place(): string {
    this.placed.inc({ channel: 'web' });
    return 'placed';
  }
}

// A service in a process of its own, which a test can end by a signal. The options come from the test.
@Module({
  imports: [TelemetryModule.forRoot(JSON.parse(process.argv[2] ?? '{}') as TelemetryOptions)],
  controllers: [OrdersController],
})
class PushingModule {}

const app = await NestFactory.create(PushingModule, new FastifyAdapter(), { logger: ['error', 'warn'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
process.send?.({ url: await app.getUrl() });
