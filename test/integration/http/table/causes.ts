import {
  type ArgumentsHost,
  type CallHandler,
  Catch,
  ConflictException,
  type ExceptionFilter,
  type ExecutionContext,
  GatewayTimeoutException,
  Injectable,
  InternalServerErrorException,
  type NestInterceptor,
  RequestTimeoutException,
} from '@nestjs/common';
import { catchError, map, type Observable, of, throwError, timeout } from 'rxjs';

export class Stalled extends Error {
  override readonly name = 'Stalled';
}

export function stall(): never {
  throw new Stalled('why');
}

function answer(host: ArgumentsHost, status: number): void {
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
export class AnswersConflict implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    answer(host, 409);
  }
}

@Catch()
export class AnswersLater implements ExceptionFilter {
  async catch(_error: unknown, host: ArgumentsHost): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    answer(host, 502);
  }
}

@Catch()
export class Throws implements ExceptionFilter {
  catch(): void {
    throw new InternalServerErrorException('the filter is broken');
  }
}

@Catch()
export class Translates implements ExceptionFilter {
  catch(): void {
    throw new ConflictException('translated');
  }
}

@Injectable()
export class StallingGuard {
  canActivate(): boolean {
    return stall();
  }
}

@Injectable()
export class RejectingGuard {
  async canActivate(): Promise<boolean> {
    return stall();
  }
}

@Injectable()
export class RefusingGuard {
  canActivate(): Observable<boolean> {
    return of(false);
  }
}

@Injectable()
export class StallingPipe {
  transform(): never {
    return stall();
  }
}

@Injectable()
export class RejectingPipe {
  async transform(): Promise<never> {
    return stall();
  }
}

@Injectable()
export class StallsBefore implements NestInterceptor {
  intercept(): never {
    return stall();
  }
}

@Injectable()
export class StallsAfter implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map(stall));
  }
}

@Injectable()
export class ForgivesAll implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(catchError(() => of('forgiven')));
  }
}

@Injectable()
export class WaitsShortly implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const error = () =>
      new (context.getHandler().name === 'late' ? RequestTimeoutException : GatewayTimeoutException)();
    return next.handle().pipe(timeout({ each: 5, with: () => throwError(error) }));
  }
}
