import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { FIND_ORDER, type Order, PLACE_ORDER, type PlaceOrder } from '../contracts/order.js';
import { OrdersService } from './orders.service.js';

@Controller()
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @MessagePattern(PLACE_ORDER)
  place(@Payload() order: PlaceOrder): Promise<Order> {
    return this.orders.place(order);
  }

  @MessagePattern(FIND_ORDER)
  findOne(@Payload('id') id: number): Order {
    return this.orders.findOne(id);
  }
}
