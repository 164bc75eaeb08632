import { Body, Controller, Get, type MessageEvent, Param, ParseIntPipe, Post, Sse, UseGuards } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import { CurrentSpan } from 'nestjs-telemetry';
import { map, type Observable } from 'rxjs';
import { ApiKeyGuard } from '../auth/api-key.guard.js';
import type { Order } from './order.js';
import { OrderEvents } from './order-events.js';
import { OrdersService } from './orders.service.js';
import { PlaceOrderDto } from './place-order.dto.js';

@Controller('orders')
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly orderEvents: OrderEvents,
  ) {}

  @Sse('events')
  events(): Observable<MessageEvent> {
    return this.orderEvents.stream().pipe(map((order) => ({ type: 'placed', id: String(order.id), data: order })));
  }

  @Get(':id')
  findOne(@Param('id', ParseIntPipe) id: number): Order {
    return this.orders.findOne(id);
  }

  @Post()
  @UseGuards(ApiKeyGuard)
  place(@Body() dto: PlaceOrderDto, @CurrentSpan() span: Span | undefined): Order {
    span?.setAttribute('order.sku', dto.sku);
    return this.orders.place(dto);
  }
}
