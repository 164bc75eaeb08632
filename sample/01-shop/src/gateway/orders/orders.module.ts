import { type DynamicModule, Module } from '@nestjs/common';
import { ClientsModule } from '@nestjs/microservices';
import type { OrdersTransport } from '../../contracts/transport.js';
import { UsersModule } from '../users/users.module.js';
import { OrderEvents } from './order-events.js';
import { ORDERS, OrdersClient } from './orders.client.js';
import { OrdersController } from './orders.controller.js';

@Module({ imports: [UsersModule], controllers: [OrdersController], providers: [OrdersClient, OrderEvents] })
export class OrdersModule {
  static register(orders: OrdersTransport): DynamicModule {
    return { module: OrdersModule, imports: [ClientsModule.register([{ name: ORDERS, ...orders }])] };
  }
}
