import 'reflect-metadata';
import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Header, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Metrics, TelemetryModule } from 'nestjs-telemetry';

@Controller()
class WorkController {
  private readonly done;

  constructor(metrics: Metrics) {
    this.done = metrics.counter('work_done_total');
    metrics.gauge('work_benches').set(2);
    metrics.summary('work_seconds').observe(3);
  }

  @Get('work')
  @Header('connection', 'close')
  work(): { pid: number } {
    this.done.inc();
    return { pid: process.pid };
  }

  @Get('slow/:ms')
  @Header('connection', 'close')
  async slow(@Param('ms') ms: string): Promise<string> {
    await delay(Number(ms));
    return 'done';
  }
}

@Module({
  imports: [TelemetryModule.forRoot({ metrics: { cluster: true }, logging: { level: 'error' } })],
  controllers: [WorkController],
})
class WorkModule {}

const app = await NestFactory.create(WorkModule, new FastifyAdapter({ forceCloseConnections: true }), {
  logger: ['error', 'warn'],
});
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
