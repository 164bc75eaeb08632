import { type DynamicModule, Module, ValidationPipe } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { OrdersModule } from './orders/orders.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { UsersModule } from './users/users.module.js';

@Module({
  imports: [UsersModule, OrdersModule, ReportsModule],
  providers: [{ provide: APP_PIPE, useFactory: () => new ValidationPipe({ whitelist: true, transform: true }) }],
})
export class AppModule {
  static register(telemetry: TelemetryOptions): DynamicModule {
    return { module: AppModule, imports: [TelemetryModule.forRoot(telemetry)] };
  }
}
