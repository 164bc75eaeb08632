import { HttpException, Inject, Injectable } from '@nestjs/common';
import type { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { FIND_ORDER, type Order, PLACE_ORDER, type PlaceOrder, type Refusal } from '../../contracts/order.js';

/** The token of the client to the orders service. */
export const ORDERS = Symbol('orders');

/** The orders service. What it refuses is refused with the same status. */
@Injectable()
export class OrdersClient {
  constructor(@Inject(ORDERS) private readonly client: ClientProxy) {}

  place(order: PlaceOrder): Promise<Order> {
    return this.ask(PLACE_ORDER, order);
  }

  findOne(id: number): Promise<Order> {
    return this.ask(FIND_ORDER, id);
  }

  private async ask(pattern: string, data: unknown): Promise<Order> {
    try {
      return await firstValueFrom(this.client.send<Order>(pattern, data));
    } catch (error) {
      const { status, message } = error as Partial<Refusal>;
      throw typeof status === 'number' ? new HttpException(message ?? 'Refused', status) : error;
    }
  }
}
