import { HttpException, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ClientKafka, type ClientProxy } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { FIND_ORDER, type Order, PLACE_ORDER, type PlaceOrder, type Refusal } from '../../contracts/order.js';

/** The token of the client to the orders service. */
export const ORDERS = Symbol('orders');

/** The orders service. What it refuses is refused with the same status. */
@Injectable()
export class OrdersClient implements OnModuleInit {
  constructor(@Inject(ORDERS) private readonly client: ClientProxy | ClientKafka) {}

  // Kafka's client has to know beforehand to what it wants answers.
  async onModuleInit(): Promise<void> {
    if (!(this.client instanceof ClientKafka)) return;
    for (const pattern of [PLACE_ORDER, FIND_ORDER]) this.client.subscribeToResponseOf(pattern);
    await this.client.connect();
  }

  place(order: PlaceOrder): Promise<Order> {
    return this.ask(PLACE_ORDER, order);
  }

  findOne(id: number): Promise<Order> {
    return this.ask(FIND_ORDER, { id });
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
