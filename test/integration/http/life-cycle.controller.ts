import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  type CanActivate,
  type ExceptionFilter,
  type ArgumentsHost,
  Catch,
  Get,
  Head,
  HttpCode,
  ImATeapotException,
  Injectable,
  type NestInterceptor,
  Param,
  ParseIntPipe,
  Post,
  Redirect,
  Sse,
  StreamableFile,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { interval, map, NEVER, type Observable, take, throwError } from 'rxjs';

export const FILE_SIZE = 200_000;

export class OrderLost extends Error {
  readonly code = 'ORDER_LOST';
}

@Injectable()
class Refusing implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

class Failing implements NestInterceptor {
  intercept(): Observable<never> {
    return throwError(() => new OrderLost('lost in an interceptor'));
  }
}

@Catch(OrderLost)
class AnswersGone implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(_error: OrderLost, host: ArgumentsHost): void {
    this.host.httpAdapter.reply(host.switchToHttp().getResponse(), { gone: true }, 410);
  }
}
Injectable()(AnswersGone);
Reflect.defineMetadata('design:paramtypes', [HttpAdapterHost], AnswersGone);

/** One route for each way in which a request can go. */
@Controller('things')
export class LifeCycleController {
  @Get(':id/ok')
  ok(@Param('id') id: string): object {
    return { id };
  }

  @Post()
  create(@Body() body: object): object {
    return body;
  }

  @Get('guarded')
  @UseGuards(Refusing)
  guarded(): string {
    return 'never';
  }

  @Get('number/:n')
  piped(@Param('n', ParseIntPipe) n: number): number {
    return n;
  }

  @Get('throws')
  throws(): never {
    throw new OrderLost('lost in a handler');
  }

  @Get('rejects')
  async rejects(): Promise<never> {
    await Promise.resolve();
    throw new TypeError('lost later');
  }

  @Get('teapot')
  teapot(): never {
    throw new ImATeapotException();
  }

  @Get('intercepted')
  @UseInterceptors(Failing)
  intercepted(): string {
    return 'never';
  }

  @Get('filtered')
  @UseFilters(AnswersGone)
  filtered(): never {
    throw new OrderLost('handled by a filter');
  }

  @Delete(':id')
  @HttpCode(204)
  remove(): void {}

  @Head('headed')
  headed(): string {
    return 'a body that HEAD must not send';
  }

  @Get('moved')
  @Redirect('/things/1/ok', 302)
  moved(): void {}

  @Sse('events')
  events(): Observable<object> {
    return interval(2).pipe(
      take(3),
      map((n) => ({ data: { n } })),
    );
  }

  @Sse('endless')
  endless(): Observable<object> {
    return interval(5).pipe(map((n) => ({ data: { n } })));
  }

  @Get('file')
  file(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.alloc(FILE_SIZE / 2), Buffer.alloc(FILE_SIZE / 2)]));
  }

  @Get('endless-file')
  endlessFile(): StreamableFile {
    return new StreamableFile(
      new Readable({
        read() {
          setTimeout(() => this.push(Buffer.alloc(1_000)), 2);
        },
      }),
    );
  }

  @Get('never')
  never(): Observable<never> {
    return NEVER;
  }
}
