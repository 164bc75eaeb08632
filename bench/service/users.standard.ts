import { Controller, Get, Injectable, Module, Param, RequestMethod } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { trace } from '@opentelemetry/api';
import { makeCounterProvider, makeHistogramProvider, PrometheusModule } from '@willsoto/nestjs-prometheus';
import { OpenTelemetryModule, Span } from 'nestjs-otel';
import { LoggerModule } from 'nestjs-pino';
import { HTTP_LABELS, HttpMetricsInterceptor, REQUEST_DURATION, REQUESTS } from './http-metrics.interceptor.js';
import { cached, mapped, queried, type Row, type User } from './users.data.js';

@Injectable()
class UsersService {
  async findOne(id: string): Promise<User> {
    const row = (await this.fromCache(id)) ?? (await this.query(id));
    return this.map(row);
  }

  @Span('cache get')
  async fromCache(id: string): Promise<Row | undefined> {
    return cached(id);
  }

  @Span('SELECT users')
  async query(id: string): Promise<Row | undefined> {
    return queried(id);
  }

  @Span('map user')
  async map(row: Row | undefined): Promise<User> {
    return mapped(row);
  }
}

@Controller('users')
class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get(':id')
  findOne(@Param('id') id: string): Promise<User> {
    return this.users.findOne(id);
  }
}

/** The modules that people combine today, each as its own documentation sets it up. */
@Module({
  imports: [
    OpenTelemetryModule.forRoot(),
    PrometheusModule.register(),
    LoggerModule.forRoot({
      pinoHttp: { mixin: traceFields },
      // Its own default, `{/*splat}`, matches no request on Fastify with Nest 12.5.
      forRoutes: [{ path: '{*splat}', method: RequestMethod.ALL }],
    }),
  ],
  controllers: [UsersController],
  providers: [
    UsersService,
    makeCounterProvider({ name: REQUESTS, help: 'Total number of HTTP requests', labelNames: HTTP_LABELS }),
    makeHistogramProvider({
      name: REQUEST_DURATION,
      help: 'HTTP request duration in seconds',
      labelNames: HTTP_LABELS,
    }),
    { provide: APP_INTERCEPTOR, useClass: HttpMetricsInterceptor },
  ],
})
export class StandardModule {}

function traceFields(): object {
  const span = trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}
