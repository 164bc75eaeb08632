import { Client, credentials, type GrpcObject, loadPackageDefinition, type Metadata } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import type { ServiceClientConstructor } from '@grpc/grpc-js';
import { type Order, type OrderRequest, PROTO } from './orders.js';

/** The service by @grpc/grpc-js alone, without Nest. */
export const OrdersClient = (loadPackageDefinition(loadSync(PROTO))['shop'] as GrpcObject)[
  'Orders'
] as ServiceClientConstructor;

export interface Answer {
  readonly code: number;
  readonly order?: Order | undefined;
}

/** One unary call of any path, as any client could make it. */
export function callByHand(url: string, path: string, request: OrderRequest, metadata: Metadata): Promise<Answer> {
  const { Find: find } = OrdersClient.service as unknown as {
    Find: { requestSerialize(value: OrderRequest): Buffer; responseDeserialize(bytes: Buffer): Order };
  };
  const client = new Client(url, credentials.createInsecure());
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      find.requestSerialize,
      find.responseDeserialize,
      request,
      metadata,
      {},
      (error, order) => {
        client.close();
        resolve({ code: error?.code ?? 0, order });
      },
    );
  });
}
