import { ConflictException, Injectable, NotFoundException } from '@nestjs/common';
import { Logger, Metrics, Span, TraceOperation, Tracing } from 'nestjs-telemetry';
import { Database } from '../database/database.js';
import { UsersService } from '../users/users.service.js';
import type { Order } from './order.js';
import { OrderEvents } from './order-events.js';
import { OrdersRepository } from './orders.repository.js';
import type { PlaceOrderDto } from './place-order.dto.js';
import { ProductsRepository } from './products.repository.js';

@Injectable()
export class OrdersService {
  private readonly logger: Logger;
  private readonly placed: ReturnType<Metrics['counter']>;

  constructor(
    private readonly database: Database,
    private readonly users: UsersService,
    private readonly products: ProductsRepository,
    private readonly orders: OrdersRepository,
    private readonly events: OrderEvents,
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
    if (order === undefined) throw new NotFoundException(`There is no order ${id}`);
    return order;
  }

  @TraceOperation('place order')
  place(dto: PlaceOrderDto): Order {
    const user = this.users.findOne(dto.userId);
    const order = this.database.transaction(() => this.save(user.id, dto));
    this.tracing.setAttributes({ 'order.id': order.id, 'order.total_cents': order.total_cents });
    this.placed.inc();
    this.logger.info('Order placed', { orderId: order.id, totalCents: order.total_cents });
    this.events.publish(order);
    return order;
  }

  private save(userId: number, { sku, quantity }: PlaceOrderDto): Order {
    const priceCents = this.products.take(sku, quantity);
    if (priceCents === undefined) throw new ConflictException(`Not enough of ${sku} in stock`);
    return this.orders.insert({ user_id: userId, sku, quantity, total_cents: priceCents * quantity });
  }
}
