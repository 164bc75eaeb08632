import { Injectable } from '@nestjs/common';
import { Logger, Metrics, Span, TraceOperation, Tracing } from 'nestjs-telemetry';
import type { Order, PlaceOrder } from '../contracts/order.js';
import { InventoryClient } from './inventory.client.js';
import { OrderRefused } from './order-refused.js';
import { OrdersRepository } from './orders.repository.js';

@Injectable()
export class OrdersService {
  private readonly logger: Logger;
  private readonly placed: ReturnType<Metrics['counter']>;

  constructor(
    private readonly inventory: InventoryClient,
    private readonly orders: OrdersRepository,
    private readonly tracing: Tracing,
    metrics: Metrics,
    logger: Logger,
  ) {
    this.logger = logger.child(OrdersService.name);
    this.placed = metrics.counter('orders_placed_total', { help: 'Orders placed' });
  }

  @Span('find order', { attributes: (id: number) => ({ 'order.id': id }) })
  findOne(id: number): Order {
    const order = this.orders.findById(id);
    if (order === undefined) throw new OrderRefused(404, `There is no order ${id}`);
    return order;
  }

  @TraceOperation('place order')
  async place({ userId, sku, quantity }: PlaceOrder): Promise<Order> {
    const { priceCents } = await this.inventory.take(sku, quantity);
    const order = this.orders.insert({ user_id: userId, sku, quantity, total_cents: priceCents * quantity });
    this.tracing.setAttributes({ 'order.id': order.id, 'order.total_cents': order.total_cents });
    this.placed.inc();
    this.logger.info('Order placed', { orderId: order.id, totalCents: order.total_cents });
    return order;
  }
}
