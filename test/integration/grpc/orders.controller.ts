import type { Metadata, sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Inject,
  Injectable,
  type PipeTransform,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall, GrpcStreamMethod, RpcException } from '@nestjs/microservices';
import { Logger, Tracing } from 'nestjs-telemetry';
import { from, map, NEVER, type Observable, of, tap, toArray } from 'rxjs';
import type { Order, OrderRequest } from './orders.js';

/** gRPC's code. */
const NOT_FOUND = 5;

@Injectable()
class ClosedShop implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const metadata = context.getArgByIndex<{ metadata?: Metadata }>(0).metadata ?? context.getArgByIndex<Metadata>(1);
    if (how(metadata) === 'guard') throw new RpcException('The shop is closed');
    return true;
  }
}

@Injectable()
class KnownId implements PipeTransform {
  transform(value: Partial<OrderRequest>): unknown {
    if (value.id === 'unheard-of') throw new TypeError('no such id');
    return value;
  }
}

/** Does what the metadata says, in all four kinds. */
@Controller()
@UseGuards(ClosedShop)
export class OrdersController {
  constructor(
    @Inject(Logger) private readonly logger: Logger,
    @Inject(Tracing) private readonly tracing: Tracing,
  ) {}

  @UsePipes(KnownId)
  @GrpcMethod('Orders', 'Find')
  find({ id }: OrderRequest, metadata: Metadata): Promise<Order> | Observable<Order> {
    this.work(id);
    const tenant = tenantOf(metadata);
    return how(metadata) === 'ok' ? Promise.resolve({ id, tenant }) : misbehave(metadata);
  }

  @GrpcMethod('Orders', 'List')
  list({ id }: OrderRequest, metadata: Metadata): Observable<Order> {
    this.work(id);
    const tenant = tenantOf(metadata);
    return how(metadata) === 'ok' ? of({ id, tenant }, { id: `${id}+`, tenant }) : misbehave(metadata);
  }

  @GrpcStreamMethod('Orders', 'Upload')
  upload(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order> {
    if (how(metadata) !== 'ok') return misbehave(metadata);
    return requests.pipe(
      tap(({ id }) => this.work(id)),
      toArray(),
      map((all) => ({ id: all.map(({ id }) => id).join(), tenant: tenantOf(metadata) })),
    );
  }

  @GrpcStreamMethod('Orders', 'Chat')
  chat(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order> {
    if (how(metadata) !== 'ok') return misbehave(metadata);
    return requests.pipe(
      tap(({ id }) => this.work(id)),
      map(({ id }) => ({ id, tenant: tenantOf(metadata) })),
    );
  }

  @GrpcStreamCall('Orders', 'PassedUpload')
  passedUpload(call: ServerReadableStream<OrderRequest, Order>, answer: sendUnaryData<Order>): void {
    const ids: string[] = [];
    call.on('data', ({ id }: OrderRequest) => {
      ids.push(id);
      this.work(id);
    });
    if (how(call.metadata) === 'error') answer(new RangeError('out of stock'));
    if (how(call.metadata) !== 'ok') return;
    call.on('end', () => answer(null, { id: ids.join(), tenant: tenantOf(call.metadata) }));
  }

  @GrpcStreamCall('Orders', 'PassedChat')
  passedChat(call: ServerDuplexStream<OrderRequest, Order>): void {
    call.on('data', ({ id }: OrderRequest) => {
      this.work(id);
      if (how(call.metadata) === 'ok') call.write({ id, tenant: tenantOf(call.metadata) });
    });
    if (how(call.metadata) === 'error') call.emit('error', new RangeError('out of stock'));
    if (how(call.metadata) === 'ok') call.on('end', () => call.end());
  }

  private work(id: string): void {
    this.tracing.run('work', () => this.logger.log(`working on ${id}`));
  }
}

function misbehave(metadata: Metadata): Observable<Order> {
  if (how(metadata) === 'error') return from(Promise.reject(new RangeError('out of stock')));
  if (how(metadata) === 'not found') throw new RpcException({ code: NOT_FOUND, message: 'no such order' });
  return NEVER;
}

function how(metadata: Metadata): string {
  return String(metadata.get('how')[0] ?? 'ok');
}

function tenantOf(metadata: Metadata): string {
  return String(metadata.get('tenant')[0]);
}
