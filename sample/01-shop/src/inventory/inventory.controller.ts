import { status } from '@grpc/grpc-js';
import { Controller } from '@nestjs/common';
import { GrpcMethod, RpcException } from '@nestjs/microservices';
import type { Taken, TakeRequest } from '../contracts/inventory.js';
import { ProductsRepository } from './products.repository.js';

@Controller()
export class InventoryController {
  constructor(private readonly products: ProductsRepository) {}

  @GrpcMethod('Inventory', 'Take')
  take({ sku, quantity }: TakeRequest): Taken {
    const priceCents = this.products.take(sku, quantity);
    if (priceCents === undefined) {
      throw new RpcException({ code: status.FAILED_PRECONDITION, message: `Not enough of ${sku} in stock` });
    }
    return { priceCents };
  }
}
