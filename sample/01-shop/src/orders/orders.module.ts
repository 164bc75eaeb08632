import { type DynamicModule, Module } from '@nestjs/common';
import { ClientsModule, type GrpcOptions } from '@nestjs/microservices';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { DatabaseModule } from '../database/database.module.js';
import { INVENTORY, InventoryClient } from './inventory.client.js';
import { OrdersController } from './orders.controller.js';
import { OrdersRepository } from './orders.repository.js';
import { OrdersService } from './orders.service.js';
import { SCHEMA } from './schema.js';

/** The service that takes orders. */
@Module({ controllers: [OrdersController], providers: [OrdersService, OrdersRepository, InventoryClient] })
export class OrdersModule {
  static register(telemetry: TelemetryOptions, inventory: GrpcOptions): DynamicModule {
    return {
      module: OrdersModule,
      imports: [
        TelemetryModule.forRoot(telemetry),
        DatabaseModule.register(SCHEMA),
        ClientsModule.register([{ name: INVENTORY, ...inventory }]),
      ],
    };
  }
}
