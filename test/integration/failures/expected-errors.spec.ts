import {
  type ArgumentsHost,
  Catch,
  ConflictException,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import type { Response } from 'express';
import { SpanStatusCode } from '@opentelemetry/api';
import { Span, TelemetryError, TraceCache, TraceOperation, TraceQuery, type TelemetryOptions } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';

class OrderRefused extends Error {}
class Late extends Error {}
class UniqueViolation extends Error {
  readonly code = '23505';
  readonly severity = 'ERROR';
}
class Unreachable extends Error {}

@Injectable()
class OrdersService {
  @TraceOperation('conflict')
  conflict(): never {
    throw new ConflictException('taken');
  }

  @TraceOperation('refuse')
  refuse(): never {
    return this.check();
  }

  @Span('check')
  check(): never {
    throw new OrderRefused('sold out');
  }

  @Span('outermost')
  outermost(): never {
    return this.late();
  }

  @TraceOperation('late', { expected: [Late] })
  late(): never {
    return this.wait();
  }

  @Span('wait')
  wait(): never {
    throw new Late('too late');
  }

  @TraceOperation('wrap')
  wrap(): never {
    try {
      return this.check();
    } catch (cause) {
      throw new ConflictException('taken', { cause });
    }
  }

  @TraceQuery({ system: 'postgresql', text: 'INSERT INTO orders VALUES (1)' })
  async insert(): Promise<void> {
    throw new UniqueViolation('duplicate key');
  }

  @TraceOperation('translate')
  async translate(): Promise<void> {
    await this.insert().catch(() => {
      throw new ConflictException('taken');
    });
  }

  @TraceCache({ system: 'redis', operation: 'get' })
  async cached(): Promise<string> {
    throw new Unreachable('no connection');
  }

  @TraceOperation('fail', { expected: [Late] })
  fail(): never {
    throw new Error('broken');
  }
}

@Controller()
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('conflict')
  conflict(): never {
    return this.orders.conflict();
  }

  @Get('refuse')
  refuse(): never {
    return this.orders.refuse();
  }

  @Get('wrap')
  wrap(): never {
    return this.orders.wrap();
  }

  @Get('translate')
  translate(): Promise<void> {
    return this.orders.translate();
  }

  @Get('fallback')
  async fallback(): Promise<string> {
    return this.orders.cached().catch(() => 'not cached');
  }

  @Get('fallback-then-refused')
  async fallbackThenRefused(): Promise<string> {
    await this.fallback();
    return this.orders.refuse();
  }

  @Get('never-ends')
  neverEnds(): Promise<unknown> {
    return this.orders.cached().catch(() => new Promise<never>(() => undefined));
  }

  @Get('late')
  late(): never {
    return this.orders.outermost();
  }

  @Get('fail')
  fail(): never {
    return this.orders.fail();
  }
}

@Catch(OrderRefused, Late)
class RefusalFilter implements ExceptionFilter {
  catch(error: Error, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(409).json({ message: error.message });
  }
}

describe('errors that are expected', () => {
  let observed: ObservedApplication | undefined;

  afterEach(() => observed?.close());

  async function start(options: TelemetryOptions = {}, filters = [{ provide: APP_FILTER, useClass: RefusalFilter }]) {
    observed = await startObserved(
      'express',
      { controllers: [OrdersController], providers: [OrdersService, ...filters] },
      options,
    );
    return observed;
  }

  /** Names of the spans that failed, and of all; levels of the lines. */
  async function told(app: ObservedApplication, path: string) {
    const response = await fetch(`${app.url}${path}`);
    await response.text();
    await app.serverSpans(1);
    const spans = await app.spans();
    return {
      status: response.status,
      failed: spans.filter((span) => span.status.code === SpanStatusCode.ERROR).map((span) => span.name),
      exceptions: spans.filter((span) => span.events.length > 0).map((span) => span.name),
      levels: app
        .lines()
        .filter((line) => line.trace_id !== undefined)
        .map(({ level, message }) => `${level} ${message}`),
    };
  }

  it('an HttpException of 4xx is no error, and its line says it in full', async () => {
    const app = await start();

    expect(await told(app, '/conflict')).toEqual({
      status: 409,
      failed: [],
      exceptions: [],
      levels: ['info Business operation failed', 'info GET /conflict 409'],
    });
    const operation = app.lines().find((line) => line.message === 'Business operation failed');
    expect(operation?.error).toMatchObject({ type: 'ConflictException', message: 'taken', stack: expect.any(String) });
    const spans = await app.spans();
    expect(spans.find(({ name }) => name === 'conflict')?.attributes['error.type']).toBe('ConflictException');
    expect(
      await app.series('business_operations_total{operation="conflict",result="error",error_type="ConflictException"}'),
    ).toBe(1);
  });

  it('what the application declares is none either, in the calls below and above', async () => {
    const app = await start({ expected: [OrderRefused] });

    expect(await told(app, '/refuse')).toMatchObject({ status: 409, failed: [], exceptions: [] });
  });

  it('what an operation declares is none in the calls below and above it', async () => {
    const app = await start();

    expect(await told(app, '/late')).toMatchObject({ status: 409, failed: [], exceptions: [] });
  });

  it('what only a filter answers with 4xx is none, in the calls below and above', async () => {
    const app = await start();

    expect(await told(app, '/refuse')).toEqual({
      status: 409,
      failed: [],
      exceptions: [],
      levels: ['info Business operation failed', 'info GET /refuse 409'],
    });
    const check = (await app.spans()).find(({ name }) => name === 'check');
    expect(check?.attributes['error.type']).toBe('OrderRefused');
    expect(await app.series('business_operations_total{operation="refuse",result="error",error_type="OrderRefused"}')).toBe(1);
  }); // prettier-ignore

  it.each(['wrap', 'translate'])('what the application turns into a 4xx is none: %s', async (path) => {
    const app = await start();

    expect(await told(app, `/${path}`)).toMatchObject({ status: 409, failed: [], exceptions: [] });
    expect(app.lines().filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each([
    ['2xx', 'fallback', 200],
    ['4xx for another reason', 'fallback-then-refused', 409],
  ])('a failed call that was handled is one, in a request with %s', async (_what, path, status) => {
    const app = await start();

    expect(await told(app, `/${path}`)).toMatchObject({
      status,
      failed: ['cache get'],
      exceptions: ['cache get'],
      levels: expect.arrayContaining(['error Cache operation failed']),
    });
  });

  it('a span that waited ends when its call ended, before its parent', async () => {
    const app = await start();
    await told(app, '/refuse');
    const spans = await app.spans();
    const [check, refuse, request] = ['check', 'refuse', 'GET /refuse'].map((name) => spans.find((span) => span.name === name));
    const ends = [check, refuse, request].map((span) => Number(span?.endTime[0]) * 1e9 + Number(span?.endTime[1]));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(spans.map(({ name }) => name)).toEqual(['check', 'refuse', 'GET /refuse']);
  }); // prettier-ignore

  it('a request that never ends does not keep its failures back', async () => {
    const app = await start();
    const given = new AbortController();
    const asked = fetch(`${app.url}/never-ends`, { signal: given.signal }).catch(() => undefined);
    await until(async () => (await app.spans()).length > 0);
    expect((await app.spans()).map(({ name, status }) => [name, status.code])).toEqual([
      ['cache get', SpanStatusCode.ERROR],
    ]);
    given.abort();
    await asked;
  });

  it('a request that a filter answers with 5xx is an error, and so is what failed inside', async () => {
    const app = await start({ http: { errorStatusFrom: 409 } });

    expect(await told(app, '/refuse')).toMatchObject({ failed: ['check', 'refuse', 'GET /refuse'] });
  });

  it('what is not declared is an error', async () => {
    const app = await start({ expected: [(error) => error instanceof Late] });

    expect(await told(app, '/fail')).toMatchObject({ status: 500, failed: ['fail', 'GET /fail'] });
  });

  it('an answer of 500 is a failure, though the error was expected', async () => {
    const app = await start({ expected: [OrderRefused] }, []);

    expect(await told(app, '/refuse')).toMatchObject({ status: 500, failed: ['GET /refuse'] });
  });

  it('refuses what is no class and no function', async () => {
    await expect(start({ expected: ['OrderRefused' as never] })).rejects.toThrow(TelemetryError);
    expect(() => TraceOperation('x', { expected: OrderRefused as never })).toThrow(TelemetryError);
    expect(() => Span('x', { expected: [7 as never] })).toThrow(TelemetryError);
  });
});
