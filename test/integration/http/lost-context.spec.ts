import {
  Controller,
  Get,
  InternalServerErrorException,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Version,
  VersioningType,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { context as contextApi, ROOT_CONTEXT } from '@opentelemetry/api';
import { Logger, Span } from 'nestjs-telemetry';
import { type Adapter, ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

/** Calls back from a context that is not the caller's, as a pool of connections may. */
function elsewhere(next: () => void): void {
  contextApi.with(ROOT_CONTEXT, next);
}

class Loses {
  use(_request: unknown, _response: unknown, next: () => void): void {
    setImmediate(elsewhere, next);
  }
}

@Controller()
class NestsController {
  constructor(private readonly logger: Logger) {}

  @Get('nests/:id')
  nest(): string {
    this.logger.info('nest');
    return this.build();
  }

  @Get('nests/:id/broken')
  broken(): never {
    throw new InternalServerErrorException('fell');
  }

  @Version('2')
  @RouteConfig({ purpose: 'nesting' })
  @Get('versioned')
  versioned(): string {
    return this.build();
  }

  @Span('build')
  build(): string {
    return 'built';
  }
}

@Module({ controllers: [NestsController] })
class LosingModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Loses).forRoutes('*path');
  }
}

async function start(adapter: Adapter, loser: 'middleware' | 'hook'): Promise<ObservedApplication> {
  const module = loser === 'middleware' ? { imports: [LosingModule] } : { controllers: [NestsController] };
  return startObserved(adapter, module, {}, (app) => {
    app.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' });
    if (loser === 'middleware') return;
    const instance: unknown = app.getHttpAdapter().getInstance();
    if (adapter === 'express') {
      (instance as { use(handler: unknown): void }).use((_q: unknown, _s: unknown, next: () => void) =>
        elsewhere(next),
      );
    } else {
      (instance as { addHook(name: string, hook: unknown): void }).addHook(
        'preHandler',
        (_q: unknown, _s: unknown, next: () => void) => elsewhere(next),
      );
    }
  });
}

describe.each(ADAPTERS.flatMap((adapter) => [[adapter, 'middleware'] as const, [adapter, 'hook'] as const]))(
  'a request on %s whose context a %s loses',
  (adapter, loser) => {
    let observed: ObservedApplication;
    beforeEach(async () => {
      observed = await start(adapter, loser);
    });
    afterEach(() => observed.close());

    it('keeps its route, its trace and its lines', async () => {
      await fetch(`${observed.url}/nests/7`);
      const [server] = await observed.serverSpans(1);
      expect(server?.name).toBe('GET /nests/:id');
      const inner = (await observed.spans()).find(({ name }) => name === 'build');
      expect(inner?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
      const line = observed.lines().find(({ message }) => message === 'nest');
      expect(line).toMatchObject({
        trace_id: server?.spanContext().traceId,
        request_id: observed.requestLines()[0]?.request_id,
      });
    });

    it('keeps its exception', async () => {
      await fetch(`${observed.url}/nests/7/broken`);
      const [server] = await observed.serverSpans(1);
      expect(server?.attributes).toMatchObject({
        'http.route': '/nests/:id/broken',
        'error.type': 'InternalServerErrorException',
      });
    });

    it('keeps the options of its route', async () => {
      const found = await fetch(`${observed.url}/versioned`, { headers: { 'x-version': '2' } });
      expect([found.status, await found.text()]).toEqual([200, 'built']);
      expect((await fetch(`${observed.url}/versioned`)).status).toBe(404);
    });
  },
);
