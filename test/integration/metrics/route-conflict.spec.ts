import {
  All,
  Controller,
  Get,
  Head,
  type INestApplication,
  Param,
  Post,
  RequestMethod,
  type Type,
} from '@nestjs/common';
import { VersioningType } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TelemetryError, TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { type Adapter, ADAPTERS } from '../observed-application.js';

const QUIET: TelemetryOptions = { logging: { destination: { write: () => undefined } } };
const LEVELS: TelemetryOptions = {
  logging: { destination: { write: () => undefined }, levelEndpoint: { guard: () => true } },
};

const applications: INestApplication[] = [];
afterEach(async () => {
  for (const app of applications.splice(0)) await app.close();
});

interface Given {
  readonly options?: TelemetryOptions;
  readonly prepare?: (app: INestApplication) => void;
}

async function start(adapter: Adapter, controller: Type, { options = QUIET, prepare }: Given = {}): Promise<string> {
  const testing = await Test.createTestingModule({
    imports: [TelemetryModule.forRoot({ ...options, metrics: { processMetrics: false, ...options.metrics } })],
    controllers: [controller],
  }).compile();
  const app = testing.createNestApplication(adapter === 'express' ? new ExpressAdapter() : new FastifyAdapter(), {
    logger: false,
  });
  applications.push(app);
  prepare?.(app);
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

async function refusal(...parameters: Parameters<typeof start>): Promise<TelemetryError> {
  const error: unknown = await start(...parameters).then(
    () => 'it started',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TelemetryError);
  return error as TelemetryError;
}

async function text(url: string, init?: RequestInit): Promise<string> {
  return (await fetch(url, init)).text();
}

@Controller('metrics')
class OwnMetrics {
  @Get()
  read(): string {
    return 'own';
  }
}

@Controller()
class AllMethods {
  @All('metrics')
  read(): string {
    return 'own';
  }
}

@Controller()
class AnyPage {
  @Get(':page')
  read(@Param('page') page: string): string {
    return `page ${page}`;
  }
  @Post('metrics')
  write(): string {
    return 'written';
  }
}

@Controller()
class OwnLevels {
  @Post('log-level')
  write(): string {
    return 'own';
  }
}

@Controller()
class HeadOnly {
  @Head('metrics')
  read(): void {}
}

describe.each(ADAPTERS)('a route of the application where telemetry has one, on %s', (adapter) => {
  it.each([
    ['GET /metrics', OwnMetrics, 'OwnMetrics.read'],
    ['every method of /metrics', AllMethods, 'AllMethods.read'],
    ['HEAD /metrics', HeadOnly, 'HeadOnly.read'],
  ])('%s stops the start, and the error names both and the fix', async (_route, controller, handler) => {
    const { code, what, fix } = await refusal(adapter, controller as Type);
    expect({ code, what }).toEqual({
      code: 'ROUTE_CONFLICT',
      what: `The application has a route /metrics of its own (${handler}), and telemetry serves its metrics there.`,
    });
    expect(fix).toMatch(/^Set metrics\.endpoint to another path or give it a port/);
  });

  it('POST /log-level stops the start', async () => {
    const { code, what, fix } = await refusal(adapter, OwnLevels, { options: LEVELS });
    expect([code, fix.split(',')[0]]).toEqual(['ROUTE_CONFLICT', 'Set logging.levelEndpoint.path to another path']);
    expect(what).toContain('/log-level of its own (OwnLevels.write), and telemetry serves the log levels there');
  });

  it('a route that the application registers on the adapter stops the start too', async () => {
    const register = (app: INestApplication) => app.getHttpAdapter().get('/metrics', () => undefined);
    const { code, what } = await refusal(adapter, AnyPage, { prepare: register });
    expect(code).toBe('ROUTE_CONFLICT');
    expect(what).toContain('/metrics');
  });

  it('a global prefix that excludes the route leaves the conflict, and one that moves it does not', async () => {
    const excluding = (app: INestApplication) =>
      app.setGlobalPrefix('api', { exclude: [{ path: 'metrics', method: RequestMethod.GET }] });
    expect((await refusal(adapter, OwnMetrics, { prepare: excluding })).code).toBe('ROUTE_CONFLICT');

    const url = await start(adapter, OwnMetrics, { prepare: (app) => app.setGlobalPrefix('api') });
    expect(await text(`${url}/api/metrics`)).toBe('own');
    expect(await text(`${url}/metrics`)).toContain('# TYPE');
  });

  it('the whole path counts: a prefix can lead to the path of the option', async () => {
    const options = { ...QUIET, metrics: { endpoint: '/api/metrics' } };
    const prepare = (app: INestApplication) => app.setGlobalPrefix('api');
    const { what } = await refusal(adapter, OwnMetrics, { options, prepare });
    expect(what).toContain('a route /api/metrics of its own');
  });

  it('a path with a parameter, and another method, are no conflict', async () => {
    const url = await start(adapter, AnyPage);
    expect(await text(`${url}/metrics`)).toContain('# TYPE');
    expect(await text(`${url}/home`)).toBe('page home');
    expect(await text(`${url}/metrics`, { method: 'POST' })).toBe('written');
  });

  it('a version in the URL is no conflict', async () => {
    const prepare = (app: INestApplication) => app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });
    const url = await start(adapter, OwnMetrics, { prepare });
    expect(await text(`${url}/v1/metrics`)).toBe('own');
  });

  it.each<NonNullable<TelemetryOptions['metrics']>>([{ endpoint: false }, { endpoint: { port: 0 } }])(
    'the route is the application’s with %j',
    async (metrics) => {
      const url = await start(adapter, OwnMetrics, { options: { ...QUIET, metrics } });
      expect(await text(`${url}/metrics`)).toBe('own');
    },
  );
});

describe('what the routers do differently', () => {
  @Controller()
  class OptionalPart {
    @Get('metrics{/:name}')
    read(): string {
      return 'own';
    }
  }
  @Controller('Metrics')
  class CapitalLetter {
    @Get()
    read(): string {
      return 'own';
    }
  }

  it.each([OptionalPart, CapitalLetter])('Express would never call %p', async (controller) => {
    expect((await refusal('express', controller as Type)).code).toBe('ROUTE_CONFLICT');
  });

  it('Fastify takes another case for another route', async () => {
    const url = await start('fastify', CapitalLetter);
    expect([await text(`${url}/Metrics`), (await text(`${url}/metrics`)).includes('# TYPE')]).toEqual(['own', true]);
  });

  it('Fastify tells a version in a header apart', async () => {
    const prepare = (app: INestApplication) =>
      app.enableVersioning({ type: VersioningType.HEADER, header: 'version', defaultVersion: '1' });
    const url = await start('fastify', OwnMetrics, { prepare });
    expect(await text(`${url}/metrics`, { headers: { version: '1' } })).toBe('own');
    expect(await text(`${url}/metrics`)).toContain('# TYPE');
    expect((await refusal('express', OwnMetrics, { prepare })).code).toBe('ROUTE_CONFLICT');
  });
});
