import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
  InternalServerErrorException,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Param,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter, HttpAdapterHost } from '@nestjs/core';
import { ADAPTERS, type ObservedApplication, startObserved } from '../observed-application.js';

class Stalled extends Error {
  override readonly name = 'Stalled';
}

function answer(host: ArgumentsHost, status: number): void {
  const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: unknown): void } }>();
  response.status(status).send({ answered: true });
}

@Catch()
class AnswersAll implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 500);
  }
}

@Catch(Stalled)
class AnswersStalled implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 503);
  }
}

@Catch()
class AnswersLater implements ExceptionFilter {
  async catch(_error: unknown, host: ArgumentsHost): Promise<void> {
    await Promise.resolve();
    answer(host, 502);
  }
}

@Catch()
class HandsOn extends BaseExceptionFilter {}

@Catch()
class Forgives implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 409);
  }
}

@Injectable()
class StallingGuard {
  canActivate(): boolean {
    throw new Stalled('why');
  }
}

@Injectable()
class StallingPipe {
  transform(): never {
    throw new Stalled('why');
  }
}

@Injectable()
class StallingInterceptor {
  intercept(): never {
    throw new Stalled('why');
  }
}

@Controller('method')
class MethodController {
  @Get('plain')
  plain(): never {
    throw new Stalled('why');
  }

  @Get('all')
  @UseFilters(AnswersAll)
  all(): never {
    throw new Stalled('why');
  }

  @Get('typed')
  @UseFilters(AnswersStalled)
  typed(): never {
    throw new Stalled('why');
  }

  @Get('later')
  @UseFilters(AnswersLater)
  async later(): Promise<never> {
    throw new Stalled('why');
  }

  @Get('guard')
  @UseGuards(StallingGuard)
  @UseFilters(AnswersAll)
  guarded(): void {}

  @Get('pipe/:id')
  @UsePipes(StallingPipe)
  @UseFilters(AnswersAll)
  piped(@Param('id') _id: string): void {}

  @Get('interceptor')
  @UseInterceptors(StallingInterceptor)
  @UseFilters(AnswersAll)
  intercepted(): void {}
}

@UseFilters(AnswersAll)
@Controller('controller')
class ControllerController {
  @Get('all')
  all(): never {
    throw new Stalled('why');
  }

  @Get('http')
  http(): never {
    throw new InternalServerErrorException('why');
  }
}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get('all')
  @UseFilters(AnswersAll)
  all(): never {
    throw new Stalled('why');
  }
}

@Controller('forgiven')
class ForgivenController {
  @Get()
  @UseFilters(Forgives)
  forgiven(): never {
    throw new Stalled('why');
  }
}

@Module({ controllers: [MethodController, ControllerController, ScopedController, ForgivenController] })
class StallingModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply(() => {
        throw new Stalled('why');
      })
      .forRoutes('middleware');
  }
}

describe.each(ADAPTERS)('the exception of a failed request on %s', (adapter) => {
  let observed: ObservedApplication | undefined;
  afterEach(async () => {
    await observed?.close();
    observed = undefined;
  });

  async function expectFailure(path: string): Promise<void> {
    await (await fetch(`${observed?.url}${path}`)).text();
    const [span] = (await observed?.serverSpans(1)) ?? [];
    expect(span?.attributes['error.type']).toMatch(/^(Stalled|InternalServerErrorException)$/);
    expect(span?.events.map(({ name, attributes }) => [name, attributes?.['exception.message']])).toEqual([
      ['exception', 'why'],
    ]);
    expect(observed?.requestLines().map(({ level, error }) => [level, error?.message])).toEqual([['error', 'why']]);
  }

  it.each([
    '/method/plain',
    '/method/all',
    '/method/typed',
    '/method/later',
    '/method/guard',
    '/method/pipe/1',
    '/method/interceptor',
    '/controller/all',
    '/controller/http',
    '/scoped/all',
    '/middleware',
  ])('is recorded at %s, whichever filter answers', async (path) => {
    observed = await startObserved(adapter, { imports: [StallingModule] });
    await expectFailure(path);
  });

  it.each([
    ['an APP_FILTER', { provide: APP_FILTER, useClass: AnswersAll }],
    ['a request-scoped APP_FILTER', { provide: APP_FILTER, useClass: AnswersAll, scope: Scope.REQUEST }],
  ])('is recorded below %s', async (_title, provider) => {
    observed = await startObserved(adapter, { imports: [StallingModule], providers: [provider] });
    await expectFailure('/method/plain');
  });

  it.each([
    ['a global filter', () => new AnswersAll()],
    ['a global filter that hands on to Nest’s', (host: HttpAdapterHost) => new HandsOn(host.httpAdapter)],
  ])('is recorded below %s', async (_title, filter) => {
    observed = await startObserved(adapter, { imports: [StallingModule] }, {}, (app) => {
      app.useGlobalFilters(filter(app.get(HttpAdapterHost)));
    });
    await expectFailure('/method/plain');
  });

  it('is no failure of the request where a filter answers with a client’s mistake', async () => {
    observed = await startObserved(adapter, { imports: [StallingModule] });
    await fetch(`${observed.url}/forgiven`);
    const [span] = await observed.serverSpans(1);
    expect(span?.attributes['error.type']).toBeUndefined();
    expect(observed.requestLines().map(({ level }) => level)).toEqual(['info']);
  });
});
