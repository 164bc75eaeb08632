import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders } from 'node:http';
import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Module,
  Scope,
  UnauthorizedException,
} from '@nestjs/common';
import { type Observable, of } from 'rxjs';
import { Metrics, type MetricsEndpointOptions } from 'nestjs-telemetry';
import { MetricsEndpoint } from '../../../lib/metrics/endpoint/metrics-endpoint.js';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';
import { scrape } from './scrape.js';

const ALLOWED = { authorization: 'Bearer right' };

@Injectable()
class Tokens {
  readonly right = 'Bearer right';
}

@Injectable()
class TokenGuard implements CanActivate {
  static contexts: ExecutionContext[] = [];

  constructor(private readonly tokens: Tokens) {}

  canActivate(context: ExecutionContext): Promise<boolean> {
    TokenGuard.contexts.push(context);
    const { headers } = context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders }>();
    return Promise.resolve(headers.authorization === this.tokens.right);
  }
}

/** Of a module that exports nothing. */
@Module({ providers: [Tokens, TokenGuard] })
class AuthModule {}

class LonelyGuard implements CanActivate {
  canActivate(context: ExecutionContext): Observable<boolean> {
    return of(
      context.switchToHttp().getRequest<{ headers: IncomingHttpHeaders }>().headers.authorization !== undefined,
    );
  }
}

@Injectable({ scope: Scope.REQUEST })
class ScopedGuard extends LonelyGuard {}

class ThrowingGuard implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

const authorized = (request: unknown): boolean =>
  (request as { headers: IncomingHttpHeaders }).headers.authorization === ALLOWED.authorization;

describe.each(ADAPTERS)('the guard of the metrics endpoint on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  describe.each([
    ['with the application', {}],
    ['on a port of its own', { port: 0, host: '127.0.0.1' }],
  ])('%s', (_place, place) => {
    async function start(guard: NonNullable<MetricsEndpointOptions['guard']>): Promise<string> {
      observed = await startObserved(
        adapter,
        { imports: [AuthModule], providers: [ScopedGuard] },
        { metrics: { endpoint: { ...place, guard } } },
      );
      const { port = (observed.app.getHttpServer().address() as AddressInfo).port } = observed.app.get(MetricsEndpoint);
      return `http://127.0.0.1:${port}/metrics`;
    }

    it.each<[string, NonNullable<MetricsEndpointOptions['guard']>]>([
      ['a function', authorized],
      ['a function with a promise', async (request) => authorized(request)],
      ['a provider of some module', TokenGuard],
      ['a class that is no provider', LonelyGuard],
      ['a guard that is made for each request', ScopedGuard],
    ])('%s decides', async (_what, guard) => {
      const url = await start(guard);
      const refused = await scrape(url);
      expect([refused.status, refused.text]).toEqual([403, '']);
      const { status, text } = await scrape(url, ALLOWED);
      expect([status, text.includes('# TYPE http_requests_total counter')]).toEqual([200, true]);
    });

    it('that throws refuses, and HTTP exceptions are no fault', async () => {
      const url = await start(ThrowingGuard);
      expect((await scrape(url, ALLOWED)).status).toBe(403);
      expect(observed?.lines().filter(({ level }) => level === 'warn')).toEqual([]);
    });

    it('that breaks refuses, and is reported', async () => {
      const url = await start(() => {
        throw new Error('no database');
      });
      expect((await scrape(url, ALLOWED)).status).toBe(403);
      expect(observed?.lines().map(({ message }) => message)).toContainEqual(
        expect.stringContaining('The guard of the metrics failed: Error: no database'),
      );
    });

    it('finds an HTTP context with a class and a handler', async () => {
      TokenGuard.contexts = [];
      await scrape(await start(TokenGuard), ALLOWED);
      const [context] = TokenGuard.contexts;
      expect([context?.getType(), typeof context?.getClass(), typeof context?.getHandler()]).toEqual([
        'http',
        'function',
        'function',
      ]);
      expect(context?.switchToHttp().getResponse()).toBeDefined();
    });
  });

  it('that cannot be made stops the application, with a way out', async () => {
    class NeedsTokens extends TokenGuard {}
    Reflect.defineMetadata('design:paramtypes', [Metrics, Tokens], NeedsTokens);
    await expect(startObserved(adapter, {}, { metrics: { endpoint: { guard: NeedsTokens } } })).rejects.toThrow(
      /metrics\.endpoint\.guard is NeedsTokens[\s\S]*Fix: List NeedsTokens among the providers/,
    );
  });
});
