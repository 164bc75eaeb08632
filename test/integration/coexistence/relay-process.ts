import 'reflect-metadata';
import http from 'node:http';
import { createRequire } from 'node:module';
import { Controller, Get, Inject, Module, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Logger, TelemetryModule, Tracing } from 'nestjs-telemetry';

// A service in a process of its own, in which somebody else's instrumentation may be at work too.
@Controller()
class RelayController {
  constructor(
    @Inject(Logger) private readonly logger: Logger,
    @Inject(Tracing) private readonly tracing: Tracing,
  ) {}

  @Get('relay/:by')
  relay(@Query('by') by: string, @Query('to') to: string): Promise<string> {
    this.logger.log('relaying');
    return this.tracing.run('relay', () => (by === 'fetch' ? byFetch(to) : byNodeHttp(to)));
  }

  @Get('failing')
  failing(): never {
    throw new RangeError('out of range');
  }

  @Get('ignored')
  ignored(): string {
    return 'not traced';
  }
}

async function byFetch(to: string): Promise<string> {
  return (await fetch(to)).text();
}

function byNodeHttp(to: string): Promise<string> {
  return new Promise((resolve, reject) => {
    http
      .get(to, (response) => {
        response.resume().on('end', () => resolve('done'));
      })
      .on('error', reject);
  });
}

@Module({
  imports: [
    TelemetryModule.forRoot({
      service: { name: 'relay' },
      logging: { format: 'json' },
      metrics: { processMetrics: false },
    }),
  ],
  controllers: [RelayController],
})
class RelayModule {}

const adapter = process.argv[2] === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
const app = await NestFactory.create(RelayModule, adapter, { logger: ['error'] });
app.enableShutdownHooks();
await app.listen(0, '127.0.0.1');
if (process.argv[3] === 'late') {
  const { startOfficialInstrumentation } = await import('./official-instrumentation.js');
  startOfficialInstrumentation('NodeSDK');
  // The instrumentation takes hold of a module when it is required next.
  createRequire(import.meta.url)('node:http');
}
process.send?.({ url: await app.getUrl() });
