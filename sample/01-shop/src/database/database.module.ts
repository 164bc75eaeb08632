import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Logger } from 'nestjs-telemetry';
import { Database } from './database.js';

/** The database of one service; no other service reads it. */
@Global()
@Module({})
export class DatabaseModule {
  static register(schema: string): DynamicModule {
    const database = {
      provide: Database,
      inject: [Logger],
      useFactory: (logger: Logger) => new Database(schema, logger),
    };
    return { module: DatabaseModule, providers: [database], exports: [Database] };
  }
}
