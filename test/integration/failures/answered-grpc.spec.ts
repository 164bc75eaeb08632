import { Metadata } from '@grpc/grpc-js';
import {
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
  type OnModuleInit,
  UseFilters,
} from '@nestjs/common';
import { Client, type ClientGrpc, GrpcMethod } from '@nestjs/microservices';
import { SpanStatusCode } from '@opentelemetry/api';
import { TraceOperation } from 'nestjs-telemetry';
import { firstValueFrom, type Observable, throwError } from 'rxjs';
import { type Order, type OrderRequest, type Orders, transport } from '../grpc/orders.js';
import { freePort } from '../grpc/orders-service.js';
import { type ObservedApplication, startObserved } from '../observed-application.js';

const FAILED_PRECONDITION = 9;
const INTERNAL = 13;

class OrderRefused extends Error {}
class Broken extends Error {}

@Injectable()
class StockService {
  @TraceOperation('reserve')
  reserve(id: string): never {
    throw id === 'broken' ? new Broken('no') : new OrderRefused('sold out');
  }
}

@Catch()
class StatusFilter implements ExceptionFilter {
  catch(error: Error): Observable<never> {
    return throwError(() => ({
      code: error instanceof OrderRefused ? FAILED_PRECONDITION : INTERNAL,
      message: error.message,
    }));
  }
}

async function start(): Promise<ObservedApplication> {
  const options = transport(`127.0.0.1:${await freePort()}`);

  @Controller()
  class Shop implements OnModuleInit {
    @Client(options)
    private readonly client!: ClientGrpc;
    private orders!: Orders;

    constructor(private readonly stock: StockService) {}

    onModuleInit(): void {
      this.orders = this.client.getService('Orders');
    }

    @GrpcMethod('Orders', 'Find')
    @UseFilters(StatusFilter)
    find({ id }: OrderRequest): Order {
      return this.stock.reserve(id);
    }

    @Get('refused')
    refused(): Promise<unknown> {
      return firstValueFrom(this.orders.find({ id: 'sold-out' }, new Metadata())).catch(() => 'refused');
    }

    @Get('broken')
    broken(): Promise<unknown> {
      return firstValueFrom(this.orders.find({ id: 'broken' }, new Metadata())).catch(() => 'broken');
    }
  }

  const observed = await startObserved('express', { controllers: [Shop], providers: [StockService] }, {}, (app) => {
    app.connectMicroservice(options);
  });
  await observed.app.startAllMicroservices();
  return observed;
}

describe('a gRPC call whose error a filter answers', () => {
  let observed: ObservedApplication;
  beforeAll(async () => {
    observed = await start();
  });
  beforeEach(() => observed.reset());
  afterAll(() => observed.close());

  it.each<[string, string, readonly string[]]>([
    ['a status that blames the caller is no error at any hop', 'refused', []],
    ['another status is one at every hop', 'broken', ['reserve', 'shop.Orders/Find', 'shop.Orders/Find']],
  ])('with %s', async (_what, path, failed) => {
    await (await fetch(`${observed.url}/${path}`)).text();
    await observed.serverSpans(2);
    const spans = await observed.spans();
    const errors = spans.filter(({ status }) => status.code === SpanStatusCode.ERROR).map(({ name }) => name);
    expect(errors.toSorted()).toEqual(failed);
    expect(observed.lines().filter(({ level }) => level === 'error')).toHaveLength(failed.length);
    const operation = observed.lines().find(({ fields }) => fields?.['event'] === 'business_operation');
    expect(operation?.fields?.['error_type']).toBe(path === 'broken' ? 'Broken' : 'OrderRefused');
  });
});
