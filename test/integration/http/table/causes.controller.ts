import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  ConflictException,
  type ExceptionFilter,
  GatewayTimeoutException,
  Get,
  HttpException,
  Injectable,
  InternalServerErrorException,
  type NestInterceptor,
  type CallHandler,
  type ExecutionContext,
  Param,
  ParseIntPipe,
  Post,
  RequestTimeoutException,
  Res,
  ServiceUnavailableException,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { catchError, map, NEVER, type Observable, of, throwError, timeout } from 'rxjs';
import { type NodeResponse, nodeResponse } from './node-response.js';

export class Stalled extends Error {
  override readonly name = 'Stalled';
}

function stall(): never {
  throw new Stalled('why');
}

export function answer(host: ArgumentsHost, status: number): void {
  const response = host.switchToHttp().getResponse<{ status(code: number): { send(body: unknown): void } }>();
  response.status(status).send({ answered: true });
}

@Catch()
export class AnswersUnavailable implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 503);
  }
}

@Catch()
class AnswersConflict implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 409);
  }
}

@Catch()
class AnswersLater implements ExceptionFilter {
  async catch(_error: unknown, host: ArgumentsHost): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    answer(host, 502);
  }
}

@Catch()
class Throws implements ExceptionFilter {
  catch(): void {
    throw new InternalServerErrorException('the filter is broken');
  }
}

@Catch()
class Translates implements ExceptionFilter {
  catch(): void {
    throw new ConflictException('translated');
  }
}

@Catch()
class SaysNothing implements ExceptionFilter {
  catch(): void {}
}

@Injectable()
class StallingGuard {
  canActivate(): boolean {
    return stall();
  }
}

@Injectable()
class RejectingGuard {
  async canActivate(): Promise<boolean> {
    return stall();
  }
}

@Injectable()
class RefusingGuard {
  canActivate(): Observable<boolean> {
    return of(false);
  }
}

@Injectable()
class StallingPipe {
  transform(): never {
    return stall();
  }
}

@Injectable()
class RejectingPipe {
  async transform(): Promise<never> {
    return stall();
  }
}

@Injectable()
class StallsBefore implements NestInterceptor {
  intercept(): never {
    return stall();
  }
}

@Injectable()
class StallsAfter implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map(stall));
  }
}

@Injectable()
class ForgivesAll implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError(() => of('forgiven')));
  }
}

@Injectable()
class WaitsShortly implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const error = () =>
      new (context.getHandler().name === 'late' ? RequestTimeoutException : GatewayTimeoutException)();
    return next.handle().pipe(timeout({ each: 5, with: () => throwError(error) }));
  }
}

/** One route for each place in which a request can fail, and each thing that can be thrown. */
@Controller('causes')
export class CausesController {
  @Get('throws')
  throws(): never {
    return stall();
  }

  @Get('rejects')
  async rejects(): Promise<never> {
    await Promise.resolve();
    return stall();
  }

  @Get('observable')
  observable(): Observable<never> {
    return throwError(() => new Stalled('why'));
  }

  @Get('thrown/:what')
  thrown(@Param('what') what: string): never {
    const things: Readonly<Record<string, unknown>> = {
      text: 'a text',
      nothing: undefined,
      null: null,
      object: { any: 'thing' },
      coded: Object.assign(new Error('why'), { code: 'E_CODED' }),
      '4xx': new ConflictException(),
      '5xx': new ServiceUnavailableException(),
      caused: new InternalServerErrorException('outer', { cause: new Stalled('inner') }),
      odd: new HttpException('odd', 599),
      status: Object.assign(new Stalled('why'), { statusCode: 422 }),
      frozen: Object.freeze(new Stalled('why')),
    };
    throw things[what];
  }

  @Get('guard')
  @UseGuards(StallingGuard)
  guard(): void {}

  @Get('async-guard')
  @UseGuards(RejectingGuard)
  asyncGuard(): void {}

  @Get('refused')
  @UseGuards(RefusingGuard)
  refused(): void {}

  @Get('pipe/:id')
  @UsePipes(StallingPipe)
  pipe(@Param('id') _id: string): void {}

  @Get('async-pipe/:id')
  @UsePipes(RejectingPipe)
  asyncPipe(@Param('id') _id: string): void {}

  @Get('number/:id')
  number(@Param('id', ParseIntPipe) id: number): number {
    return id;
  }

  @Get('before')
  @UseInterceptors(StallsBefore)
  before(): void {}

  @Get('after')
  @UseInterceptors(StallsAfter)
  after(): string {
    return 'never sent';
  }

  @Get('forgiven')
  @UseInterceptors(ForgivesAll)
  forgiven(): never {
    return stall();
  }

  @Get('late')
  @UseInterceptors(WaitsShortly)
  late(): Observable<never> {
    return NEVER;
  }

  @Get('gateway-late')
  @UseInterceptors(WaitsShortly)
  gatewayLate(): Observable<never> {
    return NEVER;
  }

  @Get('filter')
  @UseFilters(AnswersUnavailable)
  filter(): never {
    return stall();
  }

  @Get('filter-conflict')
  @UseFilters(AnswersConflict)
  conflict(): never {
    return stall();
  }

  @Get('filter-later')
  @UseFilters(AnswersLater)
  later(): never {
    return stall();
  }

  @Get('filter-throws')
  @UseFilters(Throws)
  filterThrows(): never {
    return stall();
  }

  @Get('filter-translates')
  @UseFilters(Translates)
  filterTranslates(): never {
    return stall();
  }

  @Get('filter-silent')
  @UseFilters(SaysNothing)
  silent(): never {
    return stall();
  }

  @Get('circular')
  circular(): object {
    const circle: { self?: object } = {};
    circle.self = circle;
    return circle;
  }

  @Get('bigint')
  bigint(): object {
    return { big: 1n };
  }

  @Post('body')
  body(@Body() body: unknown): unknown {
    return body;
  }

  @Get('answered-then-throws')
  answeredThenThrows(@Res() response: { send(body: string): void }): never {
    response.send('answered');
    return stall();
  }

  @Get('large-then-throws')
  largeThenThrows(@Res() given: NodeResponse): never {
    nodeResponse(given).end(Buffer.alloc(20_000_000));
    return stall();
  }

  @Get('head-then-throws')
  headThenThrows(@Res() given: NodeResponse): never {
    nodeResponse(given).write('some');
    return stall();
  }

  @Get('answered-twice')
  answeredTwice(@Res() response: { send(body: string): void }): void {
    response.send('once');
    response.send('twice');
  }

  @Get('head-twice')
  headTwice(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.writeHead(200);
    response.writeHead(201);
    response.end();
  }

  @Get('ended-twice')
  endedTwice(@Res() given: NodeResponse): void {
    const response = nodeResponse(given);
    response.end('once');
    response.end();
  }
}

@Controller('below')
@UseFilters(AnswersUnavailable)
export class FilteredController {
  @Get()
  throws(): never {
    return stall();
  }
}
