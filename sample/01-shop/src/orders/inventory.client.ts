import { status } from '@grpc/grpc-js';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { ClientGrpc } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import type { InventoryService, Taken } from '../contracts/inventory.js';
import { OrderRefused } from './order-refused.js';

/** The token of the gRPC client. */
export const INVENTORY = Symbol('inventory');

@Injectable()
export class InventoryClient implements OnModuleInit {
  private inventory: InventoryService | undefined;

  constructor(@Inject(INVENTORY) private readonly client: ClientGrpc) {}

  onModuleInit(): void {
    this.inventory = this.client.getService<InventoryService>('Inventory');
  }

  /** @throws OrderRefused when there are not enough. */
  async take(sku: string, quantity: number): Promise<Taken> {
    if (this.inventory === undefined) throw new Error('The application has not started');
    try {
      return await firstValueFrom(this.inventory.take({ sku, quantity }));
    } catch (error) {
      const { code, details } = error as { readonly code?: number; readonly details?: string };
      if (code === status.FAILED_PRECONDITION) throw new OrderRefused(409, details ?? 'Not in stock');
      throw error;
    }
  }
}
