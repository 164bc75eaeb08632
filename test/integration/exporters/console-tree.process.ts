import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';

// An application that calls itself over HTTP, and draws its traces on stdout.
const [adapter = ''] = process.argv.slice(2);
let url = '';

@Controller()
class CallsController {
  constructor(private readonly tracing: Tracing) {}

  @Get('users')
  users(): string {
    return 'users';
  }

  @Get('go')
  async go(): Promise<string> {
    for (const path of ['/users?token=hunter2', '/secret/hunter2']) await (await fetch(url + path)).text();
    void this.tracing.run('send mail', () => sleep(100));
    return 'gone';
  }
}

@Module({
  imports: [
    TelemetryModule.forRoot({
      tracing: { exporter: 'console' },
      http: { path: (path) => path.replace(/^\/secret\/.*/, '/secret/*') },
      logging: { format: 'text', startLine: false },
    }),
  ],
  controllers: [CallsController],
})
class CallsModule {}

const app = await NestFactory.create(CallsModule, adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter(), {
  logger: false,
});
await app.listen(0, '127.0.0.1');
url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
await app.get(Tracing).run('outside', async () => (await fetch(`${url}/go`)).text());
await sleep(150);
await app.close();
