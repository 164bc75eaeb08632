import { fileURLToPath } from 'node:url';
import type { Metadata } from '@grpc/grpc-js';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import type { Observable } from 'rxjs';

export const PACKAGE = 'shop';
export const PROTO = fileURLToPath(new URL('./orders.proto', import.meta.url));

export interface OrderRequest {
  readonly id: string;
}

export interface Order {
  readonly id: string;
  readonly tenant: string;
}

/** What `ClientGrpc.getService` gives. */
export interface Orders {
  find(request: OrderRequest, metadata: Metadata): Observable<Order>;
  upload(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order>;
  list(request: OrderRequest, metadata: Metadata): Observable<Order>;
  chat(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order>;
  passedUpload(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order>;
  passedChat(requests: Observable<OrderRequest>, metadata: Metadata): Observable<Order>;
  unimplemented(request: OrderRequest, metadata: Metadata): Observable<Order>;
}

/** `shop.Orders/Find` and so on, by their names in TypeScript. */
export function fullName(method: keyof Orders): string {
  return `shop.Orders/${method[0]?.toUpperCase()}${method.slice(1)}`;
}

export function transport(url: string, channelOptions: object = {}): GrpcOptions {
  return { transport: Transport.GRPC, options: { package: PACKAGE, protoPath: PROTO, url, channelOptions } };
}
