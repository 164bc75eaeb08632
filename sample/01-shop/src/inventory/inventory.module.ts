import { type DynamicModule, Module } from '@nestjs/common';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { DatabaseModule } from '../database/database.module.js';
import { InventoryController } from './inventory.controller.js';
import { ProductsRepository } from './products.repository.js';
import { SCHEMA } from './schema.js';

/** The service that knows what is on the shelves. */
@Module({ controllers: [InventoryController], providers: [ProductsRepository] })
export class InventoryModule {
  static register(telemetry: TelemetryOptions): DynamicModule {
    return { module: InventoryModule, imports: [TelemetryModule.forRoot(telemetry), DatabaseModule.register(SCHEMA)] };
  }
}
