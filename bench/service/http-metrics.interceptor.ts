import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';
import { finalize, type Observable } from 'rxjs';

export const REQUESTS = 'http_requests_total';
export const REQUEST_DURATION = 'http_request_duration_seconds';
export const HTTP_LABELS = ['method', 'endpoint', 'status_code'];

/** Express keeps the matched template at `route.path`, Fastify at `routeOptions.url`. */
interface RoutedRequest extends IncomingMessage {
  readonly route?: { readonly path?: string };
  readonly routeOptions?: { readonly url?: string };
}

/** Counts and times requests, as applications on `@willsoto/nestjs-prometheus` do for themselves: it brings none. */
@Injectable()
export class HttpMetricsInterceptor implements NestInterceptor {
  constructor(
    @InjectMetric(REQUESTS) private readonly requests: Counter,
    @InjectMetric(REQUEST_DURATION) private readonly duration: Histogram,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<RoutedRequest>();
    const stop = this.duration.startTimer();
    return next.handle().pipe(
      finalize(() => {
        const labels = {
          method: request.method ?? '',
          endpoint: request.route?.path ?? request.routeOptions?.url ?? '',
          status_code: http.getResponse<ServerResponse>().statusCode,
        };
        this.requests.inc(labels);
        stop(labels);
      }),
    );
  }
}
