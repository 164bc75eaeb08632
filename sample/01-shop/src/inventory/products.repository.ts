import { Injectable } from '@nestjs/common';
import { TraceQuery } from 'nestjs-telemetry';
import { Database } from '../database/database.js';

@Injectable()
export class ProductsRepository {
  constructor(private readonly database: Database) {}

  /** Takes pieces off the shelf and returns the price of one; undefined when there are not enough. */
  @TraceQuery({ system: 'sqlite', operation: 'UPDATE', collection: 'products' })
  take(sku: string, quantity: number): number | undefined {
    const product = this.database.row<{ price_cents: number }>(
      'UPDATE products SET stock = stock - ? WHERE sku = ? AND stock >= ? RETURNING price_cents',
      quantity,
      sku,
      quantity,
    );
    return product?.price_cents;
  }
}
