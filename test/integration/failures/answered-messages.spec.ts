import {
  type ArgumentsHost,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
  Param,
  UseFilters,
} from '@nestjs/common';
import { Client, type ClientProxy, MessagePattern, RpcException } from '@nestjs/microservices';
import { SpanStatusCode } from '@opentelemetry/api';
import type { Response } from 'express';
import { Span } from 'nestjs-telemetry';
import { firstValueFrom, type Observable, of, throwError } from 'rxjs';
import { tcp } from '../messages/transports.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';

class OrderRefused extends Error {}

@Injectable()
class StockService {
  @Span('check')
  check(): never {
    throw new OrderRefused('sold out');
  }
}

@Catch(OrderRefused)
class ReplyFilter implements ExceptionFilter {
  catch(): Observable<unknown> {
    return of({ refused: true });
  }
}

@Catch(OrderRefused)
class RefusalFilter implements ExceptionFilter {
  catch(error: Error): Observable<never> {
    return throwError(() => new RpcException({ status: 409, message: error.message }).getError());
  }
}

@Catch(OrderRefused)
class TextFilter implements ExceptionFilter {
  catch(error: Error): Observable<never> {
    return throwError(() => error.message);
  }
}

@Catch()
class HttpFilter implements ExceptionFilter {
  catch(_error: unknown, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(409).json({});
  }
}

async function start(): Promise<ObservedApplication> {
  const options = await tcp();

  @Controller()
  class Stock {
    @Client(options.client)
    readonly stock!: ClientProxy;

    constructor(private readonly service: StockService) {}

    @Get('filtered/:pattern')
    @UseFilters(HttpFilter)
    filtered(@Param('pattern') pattern: string): Promise<unknown> {
      return firstValueFrom(this.stock.send(pattern, {}));
    }

    @Get('plain/:pattern')
    plain(@Param('pattern') pattern: string): Promise<unknown> {
      return firstValueFrom(this.stock.send(pattern, {}));
    }

    @MessagePattern('replied')
    @UseFilters(ReplyFilter)
    replied(): unknown {
      return this.service.check();
    }

    @MessagePattern('refused')
    @UseFilters(RefusalFilter)
    refused(): unknown {
      return this.service.check();
    }

    @MessagePattern('text')
    @UseFilters(TextFilter)
    text(): unknown {
      return this.service.check();
    }

    @MessagePattern('broken')
    broken(): unknown {
      return this.service.check();
    }
  }

  const observed = await startObserved('express', { controllers: [Stock], providers: [StockService] }, {}, (app) => {
    app.connectMicroservice(options.server);
  });
  await observed.app.startAllMicroservices();
  return observed;
}

/** The status of the request, the spans that failed, and the lines of level error. */
async function told(observed: ObservedApplication, path: string) {
  await observed.reset();
  const response = await fetch(`${observed.url}${path}`);
  await response.text();
  await observed.serverSpans(1);
  return {
    status: response.status,
    failed: (await observed.spans())
      .filter((span) => span.status.code === SpanStatusCode.ERROR)
      .map(({ name }) => name),
    errors: observed.lines().flatMap(({ level, message }) => (level === 'error' ? [message] : [])),
  };
}

describe('a message whose handler fails', () => {
  let observed: ObservedApplication;
  beforeAll(async () => {
    observed = await start();
  });
  afterAll(() => observed.close());

  it.each([
    ['that a filter answers with a reply', '/plain/replied', 200],
    ['that a filter answers with 4xx, which the caller passes on', '/filtered/refused', 409],
  ])('%s is no error at any hop', async (_what, path, status) => {
    expect(await told(observed, path)).toEqual({ status, failed: [], errors: [] });
    const handled = observed.lines().find(({ fields }) => fields?.['event'] === 'message_processed');
    expect(handled).toMatchObject({
      level: 'info',
      message: 'Message could not be processed',
      error: { type: 'OrderRefused' },
      fields: { error_type: 'OrderRefused' },
    });
  });

  it('that a filter answers with any other error is one; the caller’s is none if its own filter answers 4xx', async () => {
    expect(await told(observed, '/filtered/broken')).toEqual({
      status: 409,
      failed: ['check', 'process broken'],
      errors: ['sold out', 'Message could not be processed'],
    });
  });

  it('the line of the caller says what the peer said', async () => {
    await told(observed, '/plain/text');
    expect(observed.lines().find(({ fields }) => fields?.['event'] === 'message_sent')).toMatchObject({
      level: 'error',
      message: 'Message was answered with an error',
      error: { type: 'RpcException', message: 'sold out' },
      fields: { error_type: 'RpcException' },
    });
    const sent = (await observed.spans()).find(({ name }) => name === 'send text');
    expect(sent).toMatchObject({
      attributes: { 'error.type': 'RpcException' },
      status: { code: SpanStatusCode.ERROR, message: 'sold out' },
    });
    expect(sent?.events[0]?.attributes).toMatchObject({
      'exception.type': 'RpcException',
      'exception.message': 'sold out',
    });
  });
});
