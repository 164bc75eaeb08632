// A test as users write them, on Jest and on Vitest.
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Logger, Span, TelemetryModule, Tracing } from 'nestjs-telemetry';

@Controller()
class AppController {
  constructor(
    private readonly logger: Logger,
    private readonly tracing: Tracing,
  ) {}

  @Get()
  @Span()
  greet(): string {
    this.logger.info('Greeted');
    return this.tracing.currentContext()?.traceId === undefined ? 'no trace' : 'traced';
  }
}

@Module({ imports: [TelemetryModule.forRoot()], controllers: [AppController] })
class AppModule {}

describe('an application with telemetry', () => {
  it('starts, serves and counts in a test', async () => {
    const app = await NestFactory.create(AppModule, new ExpressAdapter(), { bufferLogs: true, abortOnError: false });
    app.useLogger(app.get(Logger));
    try {
      await app.listen(0, '127.0.0.1');
      const url = await app.getUrl();
      expect(await (await fetch(url)).text()).toBe('traced');
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('http_requests_total{method="GET",endpoint="/"');
    } finally {
      await app.close();
    }
  });
});
