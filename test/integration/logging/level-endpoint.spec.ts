import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Logger, type TelemetryOptions } from 'nestjs-telemetry';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

interface Incoming {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

@Injectable()
class Keys {
  readonly key = 'let me';
}

@Injectable()
class KeyGuard implements CanActivate {
  constructor(@Inject(Keys) private readonly keys: Keys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization } = context.switchToHttp().getRequest<Incoming>().headers;
    if (authorization === undefined) throw new UnauthorizedException();
    return authorization === this.keys.key;
  }
}

@Controller()
class OrdersController {
  constructor(@Inject(Logger) private readonly logger: Logger) {}

  @Get('orders')
  orders(): string {
    this.logger.debug('of orders', 'Orders');
    this.logger.debug('of users', 'Users');
    return 'ok';
  }
}

let shop: ObservedApplication;
afterEach(() => shop.close());

type Guard = NonNullable<NonNullable<TelemetryOptions['logging']>['levelEndpoint']>['guard'];

async function start(adapter: (typeof ADAPTERS)[number], guard: Guard): Promise<void> {
  shop = await startObserved(
    adapter,
    { controllers: [OrdersController], providers: [Keys, KeyGuard] },
    { logging: { levelEndpoint: { guard } } },
  );
}

async function ask(method: string, body?: unknown, authorization: string | undefined = 'let me') {
  const response = await fetch(`${shop.url}/log-level`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(authorization === '' ? {} : { authorization }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const debugLines = () =>
  shop
    .lines()
    .filter(({ level }) => level === 'debug')
    .map(({ message }) => message);

describe.each(ADAPTERS)('the endpoint for levels on %s', (adapter) => {
  it.each(['PUT', 'POST'])('shows the levels, and changes that of a context for a time by %s', async (method) => {
    await start(adapter, KeyGuard);
    expect(await ask('GET')).toEqual({ status: 200, body: { level: 'info', contexts: {} } });
    const changed = await ask(method, { level: 'debug', context: 'Orders', forMs: 60_000 });
    expect(changed).toEqual({
      status: 200,
      body: { level: 'info', contexts: { Orders: { level: 'debug', revertsAt: expect.any(String) } } },
    });
    await fetch(`${shop.url}/orders`);
    expect(debugLines()).toEqual(['of orders']);
    expect(shop.lines()).toContainEqual(
      expect.objectContaining({ message: 'The log level is now debug', fields: { context: 'Orders', forMs: 60_000 } }),
    );
    expect(await ask(method, { level: 'debug' })).toMatchObject({ status: 200, body: { level: 'debug' } });
    await fetch(`${shop.url}/orders`);
    expect(debugLines()).toEqual(['of orders', 'of orders', 'of users']);
  });

  it("answers with the guard's own status, 403 where it says no, and changes nothing", async () => {
    await start(adapter, KeyGuard);
    expect((await ask('GET', undefined, '')).status).toBe(401);
    expect((await ask('GET', undefined, 'guess')).status).toBe(403);
    expect((await ask('PUT', { level: 'debug' }, 'guess')).status).toBe(403);
    expect(shop.app.get(Logger).levels().level).toBe('info');
  });

  it('takes a function for a guard; one that fails lets nobody in', async () => {
    await start(adapter, async (request) => {
      const { authorization } = (request as Incoming).headers;
      if (authorization === 'boom') throw new Error('broken guard');
      return authorization === 'let me';
    });
    expect((await ask('GET')).status).toBe(200);
    expect((await ask('GET', undefined, 'guess')).status).toBe(403);
    expect((await ask('PUT', { level: 'debug' }, 'boom')).status).toBe(500);
    expect(shop.app.get(Logger).levels().level).toBe('info');
  });

  it.each([
    [{}, 'level is one of'],
    [{ level: 'trace' }, 'level is one of'],
    [{ level: 'debug', forMs: '5' }, 'forMs'],
    [{ level: 'debug', forMs: 0 }, 'forMs'],
    [{ level: 'debug', context: '' }, 'context'],
    [{ level: 'debug', context: 'x'.repeat(201) }, 'context'],
    [undefined, 'Send JSON'],
  ])('refuses %j', async (body, why) => {
    await start(adapter, () => true);
    expect(await ask('POST', body)).toEqual({ status: 400, body: { error: expect.stringContaining(why) } });
    expect(shop.app.get(Logger).levels()).toEqual({ level: 'info', contexts: {} });
  });
});
