import { Body, Controller, Get, type MessageEvent, Param, ParseIntPipe, Post, Sse, UseGuards } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import { CurrentSpan } from 'nestjs-telemetry';
import { map, type Observable } from 'rxjs';
import type { Order } from '../../contracts/order.js';
import { ApiKeyGuard } from '../auth/api-key.guard.js';
import { UsersService } from '../users/users.service.js';
import { OrderEvents } from './order-events.js';
import { OrdersClient } from './orders.client.js';
import { PlaceOrderDto } from './place-order.dto.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly users: UsersService,
    private readonly orders: OrdersClient,
    private readonly orderEvents: OrderEvents,
  ) {}

  @Sse('events')
  events(): Observable<MessageEvent> {
    return this.orderEvents.stream().pipe(map((order) => ({ type: 'placed', id: String(order.id), data: order })));
  }

  @Get(':id')
  findOne(@Param('id', ParseIntPipe) id: number): Promise<Order> {
    return this.orders.findOne(id);
  }

  @Post()
  @UseGuards(ApiKeyGuard)
  async place(@Body() dto: PlaceOrderDto, @CurrentSpan() span: Span | undefined): Promise<Order> {
    span?.setAttribute('order.sku', dto.sku);
    const { id: userId } = this.users.findOne(dto.userId);
    const order = await this.orders.place({ userId, sku: dto.sku, quantity: dto.quantity });
    this.orderEvents.publish(order);
    return order;
  }
}
