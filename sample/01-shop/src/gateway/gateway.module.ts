import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import type { OrdersTransport } from '../contracts/transport.js';
import { DatabaseModule } from '../database/database.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { SCHEMA } from './schema.js';
import { UsersModule } from './users/users.module.js';

/** The service that speaks HTTP with the world, and knows the users. */
@Module({
  imports: [UsersModule, ReportsModule],
  providers: [{ provide: APP_PIPE, useFactory: () => new ValidationPipe({ whitelist: true, transform: true }) }],
})
export class GatewayModule {
  static register(telemetry: TelemetryOptions, orders: OrdersTransport): DynamicModule {
    return {
      module: GatewayModule,
      imports: [TelemetryModule.forRoot(telemetry), DatabaseModule.register(SCHEMA), OrdersModule.register(orders)],
    };
  }
}
