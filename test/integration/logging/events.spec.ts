import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, HttpException, Injectable } from '@nestjs/common';
import { Logger, TraceCache, TraceOperation, TraceQuery } from 'nestjs-telemetry';
import { until } from '../../until.js';
import { ADAPTERS, type LogLine, startObserved } from '../observed-application.js';

/** Requests that have reached the handler that never answers. */
let hanging = 0;

@Injectable()
class StoreService {
  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'birds' })
  async query(slowMs: number): Promise<number> {
    await delay(slowMs);
    return 1;
  }

  @TraceQuery({ system: 'postgresql', operation: 'INSERT', collection: 'birds' })
  async broken(): Promise<never> {
    throw new RangeError('no such table');
  }

  @TraceCache({ system: 'memory', operation: 'get' })
  async look(): Promise<undefined> {
    return undefined;
  }

  @TraceOperation('feed')
  async feed(): Promise<void> {
    await this.look();
    await this.look();
    await this.query(1);
  }
}

@Controller('store')
class StoreController {
  constructor(
    private readonly store: StoreService,
    private readonly logger: Logger,
  ) {}

  @Get()
  async fine(): Promise<string> {
    this.logger.assign({ bird: 'owl' });
    await this.store.feed();
    return 'fed';
  }

  @Get('slow')
  async slow(): Promise<number> {
    return this.store.query(320);
  }

  @Get('broken')
  async broken(): Promise<never> {
    return this.store.broken();
  }

  @Get('thrown')
  thrown(): never {
    throw new TypeError('untold');
  }

  @Get('unavailable')
  unavailable(): never {
    throw new HttpException('later', 503);
  }

  @Get('hang')
  async hang(): Promise<string> {
    this.logger.assign({ bird: 'kiwi' });
    await this.store.look();
    hanging++;
    return new Promise(() => undefined);
  }

  @Get('health/live')
  health(): string {
    return 'ok';
  }
}

const STORE = { controllers: [StoreController], providers: [StoreService] };
const events = (lines: readonly LogLine[]) => lines.map((line) => line.fields?.['event']).filter((event) => event);
const stacks = (lines: readonly LogLine[]) => lines.filter((line) => line.error && 'stack' in line.error);

let collected: string[] = [];
function plain() {
  collected = [];
  return { destination: { write: (line: string) => collected.push(line) } as never, format: 'json' as const };
}

describe.each(ADAPTERS)('log events on %s', (adapter) => {
  it('tell of requests and of what failed, by default', async () => {
    const shop = await startObserved(adapter, STORE);
    await (await fetch(`${shop.url}/store`)).text();
    await (await fetch(`${shop.url}/store/broken`)).text();
    await shop.serverSpans(2);
    await shop.close();
    expect(events(shop.lines())).toEqual(['http_request', 'db_query', 'http_request']);
    const failed = shop.lines().find((line) => line.fields?.['event'] === 'db_query');
    expect(failed).toMatchObject({
      level: 'error',
      message: 'Database query failed',
      fields: { query: 'INSERT birds', operation: 'INSERT', table: 'birds', duration_ms: expect.any(Number) },
      error: { type: 'RangeError', message: 'no such table' },
    });
    expect(failed?.trace_id).toBe(shop.requestLines()[1]?.trace_id);
  });

  it.each([
    ['a query', 'broken', 'RangeError', 2],
    ['a handler', 'thrown', 'TypeError', 2],
    ['a kind that Nest does not log', 'unavailable', 'HttpException', 1],
  ])(
    'tell the stack of an error of %s once, and its class on the request’s line',
    async (_whose, path, type, errorLines) => {
      const shop = await startObserved(adapter, STORE);
      await (await fetch(`${shop.url}/store/${path}`)).text();
      await shop.serverSpans(1);
      await shop.close();
      const withStack = stacks(shop.lines());
      expect(shop.requestLines()[0]?.error).toMatchObject({ type, message: expect.any(String) });
      expect(withStack).toHaveLength(1);
      expect(shop.lines().filter((line) => line.error !== undefined)).toHaveLength(errorLines);
    },
  );

  it('tell of all, of what is slow, or of nothing, as the options say', async () => {
    const chosen = await startObserved(adapter, STORE, {
      logging: {
        ...plain(),
        events: { http: false, database: { slowerThanMs: 300, failed: false }, cache: true, business: true },
      },
    });
    for (const path of ['', '/slow', '/broken']) await (await fetch(`${chosen.url}/store${path}`)).text();
    await chosen.serverSpans(3);
    await chosen.close();
    const parsed = collected.map((line) => JSON.parse(line) as LogLine);
    expect(events(parsed)).toEqual(['cache_operation', 'cache_operation', 'business_operation', 'db_query']);
    expect(parsed.find((line) => line.fields?.['event'] === 'cache_operation')).toMatchObject({
      level: 'info',
      fields: { operation: 'get', cache_type: 'memory', hit: false, bird: 'owl' },
    });
    expect(parsed.find((line) => line.fields?.['event'] === 'db_query')?.level).toBe('warn');
  });

  it('leave out paths that nobody wants to read of', async () => {
    const shop = await startObserved(adapter, STORE, { logging: { ...plain(), excludePaths: ['/store/health*'] } });
    await (await fetch(`${shop.url}/store/health/live`)).text();
    await (await fetch(`${shop.url}/store`)).text();
    await shop.serverSpans(2);
    await shop.close();
    expect(collected.filter((line) => line.includes('http_request'))).toHaveLength(1);
  });
});

describe.each(ADAPTERS)('one wide line on %s', (adapter) => {
  async function wideLines(ask: (url: string) => Promise<unknown>): Promise<LogLine[]> {
    const shop = await startObserved(adapter, STORE, { logging: { ...plain(), wide: true } });
    await ask(`${shop.url}/store`);
    await shop.serverSpans(1);
    await shop.close();
    return collected.map((line) => JSON.parse(line) as LogLine).filter((line) => line.fields?.['outcome']);
  }

  it('tells what was assigned, what was called and how it ended', async () => {
    const lines = await wideLines(async (url) => (await fetch(url)).text());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      level: 'info',
      request_id: expect.any(String),
      fields: {
        event: 'http_request',
        status_code: 200,
        bird: 'owl',
        outcome: 'success',
        calls: {
          cache: { count: 2, failed: 0, duration_ms: expect.any(Number) },
          database: { count: 1, failed: 0, duration_ms: expect.any(Number) },
          business: { count: 1, failed: 0, duration_ms: expect.any(Number) },
        },
      },
    });
    expect(collected.filter((line) => line.includes('http_request'))).toHaveLength(1);
  });

  it('tells of a request that fails', async () => {
    const [line, ...more] = await wideLines(async (url) => (await fetch(`${url}/broken`)).text());
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      level: 'error',
      error: { type: 'RangeError' },
      fields: { outcome: 'failure', status_code: 500, calls: { database: { count: 1, failed: 1 } } },
    });
  });

  it('tells of a request whose client leaves', async () => {
    const [line, ...more] = await wideLines(async (url) => {
      const before = hanging;
      const controller = new AbortController();
      const asked = fetch(`${url}/hang`, { signal: controller.signal }).catch(() => undefined);
      await until(() => hanging > before);
      controller.abort();
      await asked;
    });
    expect(more).toEqual([]);
    expect(line?.fields).toMatchObject({ outcome: 'aborted', bird: 'kiwi', calls: { cache: { count: 1 } } });
  });
});
