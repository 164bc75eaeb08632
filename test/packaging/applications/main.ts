// What an application writes: compiled by each version of TypeScript, as ES module and as CommonJS, and started on both adapters.
import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  Baggage,
  type CounterOf,
  type GaugeOf,
  isTelemetryError,
  Logger,
  Metrics,
  type ReportedSpan,
  Span,
  type TelemetryAsyncOptions,
  TelemetryModule,
  type TelemetryOptions,
  type TelemetryOptionsFactory,
} from 'nestjs-telemetry';
import { InjectMetric, makeGaugeProvider } from 'nestjs-telemetry/prometheus';

@Injectable()
export class Greetings {
  // Their types are inferred: declarations must be able to name them.
  readonly given;
  readonly took;
  readonly waiting: CounterOf<'queue'>;

  constructor(
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.given = metrics.counter('greetings_total', { labels: ['language'] });
    this.took = metrics.histogram('greeting_seconds');
    this.waiting = metrics.counter('waiting_total', { labels: ['queue'] });
  }

  @Span('choose a greeting')
  greet(): string {
    this.given.inc({ language: 'en' });
    this.logger.info('Greeted', { language: 'en' });
    return 'hello';
  }
}

@Controller()
export class AppController {
  constructor(
    private readonly greetings: Greetings,
    @InjectMetric('mood_level') private readonly mood: GaugeOf<never>,
  ) {}

  @Get('greet/:name')
  greet(@Baggage('tenant') _tenant?: string): string {
    this.mood.set(7);
    return this.greetings.greet();
  }
}

class Options implements TelemetryOptionsFactory {
  createTelemetryOptions() {
    return {
      logging: { format: 'json' as const },
    };
  }
}

/** Where spans go is said by the environment; an application can say it too. */
export const reporting: TelemetryOptions = {
  tracing: { exporter: { report: (span: ReportedSpan) => void span.operationName, close: () => undefined } },
};

const options: TelemetryAsyncOptions = { useClass: Options };

@Module({
  imports: [TelemetryModule.forRootAsync(options)],
  controllers: [AppController],
  providers: [Greetings, makeGaugeProvider({ name: 'mood_level', help: 'The mood' })],
})
export class AppModule {}

async function main(adapter: string | undefined): Promise<void> {
  const app = await NestFactory.create(AppModule, adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter(), {
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const greeting = await (await fetch(`${url}/greet/ada`)).text();
  const metrics = await (await fetch(`${url}/metrics`)).text();
  await app.close();
  process.stdout.write(
    `\n${JSON.stringify({
      greeting,
      request: metrics.includes('http_requests_total{method="GET",endpoint="/greet/:name",status_code="200"} 1'),
      own: metrics.includes('greetings_total{language="en"} 1') && metrics.includes('\nmood_level 7\n'),
    })}\n`,
  );
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(isTelemetryError(error) ? error.fix : String(error));
  process.exitCode = 1;
});
