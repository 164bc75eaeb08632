import { InterceptingCall, type Interceptor, Metadata } from '@grpc/grpc-js';
import { Controller, Get, Inject, type ModuleMetadata, type OnModuleInit, Query } from '@nestjs/common';
import { type ClientGrpc, ClientsModule } from '@nestjs/microservices';
import { from, lastValueFrom, type Observable, Subject, takeUntil, timer, toArray } from 'rxjs';
import { type Order, type Orders, type OrderRequest, transport } from './orders.js';

const DEADLINE_MS = 500;

/** Nest's client takes no options for streamed requests: the deadline is the client's own. */
const withDeadline: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall({ ...options, deadline: Date.now() + DEADLINE_MS }));

/** Asks the orders for what the query says. */
@Controller()
export class CallerController implements OnModuleInit {
  private orders: Orders | undefined;
  private hasty: Orders | undefined;

  constructor(
    @Inject('ORDERS') private readonly client: ClientGrpc,
    @Inject('HASTY_ORDERS') private readonly hastyClient: ClientGrpc,
  ) {}

  onModuleInit(): void {
    this.orders = this.client.getService('Orders');
    this.hasty = this.hastyClient.getService('Orders');
  }

  @Get('call')
  async call(@Query('method') method: keyof Orders, @Query('how') how: string): Promise<object> {
    const metadata = new Metadata();
    metadata.set('tenant', 'blue');
    metadata.set('how', how);
    const given = JSON.stringify(metadata.getMap());
    const orders = how === 'deadline' ? this.hasty : this.orders;
    let answers = ask(orders as Orders, method, metadata);
    if (how === 'cancel') answers = answers.pipe(takeUntil(timer(200)));
    const outcome = await lastValueFrom(answers.pipe(toArray())).then(
      (all) => ({ all }),
      (error: { code: number; details: string }) => ({ code: error.code, details: error.details }),
    );
    return { ...outcome, metadataIsAsItWas: JSON.stringify(metadata.getMap()) === given };
  }
}

function ask(orders: Orders, method: keyof Orders, metadata: Metadata): Observable<Order> {
  if (method === 'find' || method === 'list' || method === 'unimplemented') {
    return orders[method]({ id: '1' }, metadata);
  }
  // A stream that goes on is one that somebody has to end.
  const goesOn = metadata.get('how')[0] === 'deadline' || metadata.get('how')[0] === 'cancel';
  const requests: Observable<OrderRequest> = goesOn ? new Subject() : from([{ id: '1' }, { id: '2' }]);
  return orders[method](requests, metadata);
}

export function callerModule(url: string): ModuleMetadata {
  return {
    imports: [
      ClientsModule.register([
        { name: 'ORDERS', ...transport(url) },
        { name: 'HASTY_ORDERS', ...transport(url, { interceptors: [withDeadline] }) },
      ]),
    ],
    controllers: [CallerController],
  };
}
