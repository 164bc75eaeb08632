import { fileURLToPath } from 'node:url';
import { type GrpcOptions, Transport } from '@nestjs/microservices';
import type { Observable } from 'rxjs';

export interface TakeRequest {
  readonly sku: string;
  readonly quantity: number;
}

export interface Taken {
  /** Of one piece. */
  readonly priceCents: number;
}

/** The service of inventory.proto, as its clients have it. */
export interface InventoryService {
  take(request: TakeRequest): Observable<Taken>;
}

/** Where the inventory service listens, and what it speaks. */
export function inventoryTransport(env: NodeJS.ProcessEnv): GrpcOptions {
  return {
    transport: Transport.GRPC,
    options: {
      package: 'shop',
      protoPath: fileURLToPath(new URL('./inventory.proto', import.meta.url)),
      url: `127.0.0.1:${env['INVENTORY_PORT'] ?? 3012}`,
    },
  };
}
