import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  ForbiddenException,
  Get,
  Header,
  HttpCode,
  type INestApplication,
  Module,
  Param,
  ParseIntPipe,
  Post,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Span as OtelSpan, SpanKind } from '@opentelemetry/api';
import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import { CurrentSpan, NoSpan, Span, TelemetryModule, Traceable, TraceOperation, Tracing } from 'nestjs-telemetry';
import { until } from '../until.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

const Roles = (role: string): MethodDecorator => SetMetadata('role', role);

class RoleGuard implements CanActivate {
  private readonly reflector = new Reflector();
  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.get('role', context.getHandler()) === 'nobody') throw new ForbiddenException();
    return true;
  }
}

@Controller('cats')
@Traceable()
@UseGuards(RoleGuard)
class CatsController {
  @Span('above')
  @Get('above/:id')
  @Header('x-kept', 'above')
  above(@Param('id', ParseIntPipe) id: number): { id: number } {
    return { id };
  }

  @Post('below/:id')
  @HttpCode(202)
  @Header('x-kept', 'below')
  @Span('below')
  async below(@Param('id', ParseIntPipe) id: number): Promise<{ id: number }> {
    return { id };
  }

  @Roles('nobody')
  @TraceOperation('feed')
  @Get('forbidden-above')
  forbiddenAbove(): void {}

  @Get('forbidden-below')
  @TraceOperation('feed')
  @Roles('nobody')
  forbiddenBelow(): void {}

  @Get('current')
  current(@CurrentSpan() span: OtelSpan | undefined): Record<string, unknown> {
    span?.setAttribute('cat', 'felix');
    return { ...span?.spanContext() };
  }

  @Get('plain')
  @NoSpan()
  plain(): string {
    return 'plain';
  }
}

describe.each([
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
])('route decorators and ours on %s', (_name, adapter) => {
  const exporter = new ExaminedSpanExporter();
  let app: INestApplication;
  let url: string;

  const fetchSpans = async (path: string, init?: RequestInit): Promise<[Response, ReadableSpan[]]> => {
    exporter.reset();
    const response = await fetch(`${url}/cats/${path}`, init);
    await response.clone().arrayBuffer();
    await until(async () => {
      await app.get(Tracing).flush();
      return exporter.getFinishedSpans().some(({ kind }) => kind === SpanKind.SERVER);
    });
    return [response, [...exporter.getFinishedSpans()]];
  };

  beforeAll(async () => {
    @Module({
      imports: [
        TelemetryModule.forRoot({ tracing: { exporter }, logging: { level: 'silent' }, http: { outgoing: false } }),
      ],
      controllers: [CatsController],
    })
    class CatsModule {}
    app = await NestFactory.create(CatsModule, adapter() as never, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(() => app.close());

  it.each<[string, RequestInit, number, string[]]>([
    ['above/7', {}, 200, ['above', 'GET /cats/above/:id']],
    ['below/7', { method: 'POST' }, 202, ['below', 'POST /cats/below/:id']],
    ['plain', {}, 200, ['GET /cats/plain']],
    ['forbidden-above', {}, 403, ['GET /cats/forbidden-above']],
    ['forbidden-below', {}, 403, ['GET /cats/forbidden-below']],
    ['above/x', {}, 400, ['GET /cats/above/:id']],
  ])('%s', async (path, init, status, expected) => {
    const [response, spans] = await fetchSpans(path, init);
    expect(response.status).toBe(status);
    expect(spans.map((span) => span.name)).toEqual(expected);
  });

  it.each([
    ['above', 'GET'],
    ['below', 'POST'],
  ])('%s: pipes, headers and the body are what the route says', async (where, method) => {
    const [response] = await fetchSpans(`${where}/7`, { method });
    expect(await response.json()).toEqual({ id: 7 });
    expect(response.headers.get('x-kept')).toBe(where);
  });

  it('@CurrentSpan is the span of the request', async () => {
    const [response, spans] = await fetchSpans('current');
    const server = spans.find((span) => span.name === 'GET /cats/current');
    expect(server?.spanContext()).toMatchObject((await response.json()) as object);
    expect(server?.attributes['cat']).toBe('felix');
    expect(spans.map((span) => span.name)).toEqual(['CatsController.current', 'GET /cats/current']);
  });
});
