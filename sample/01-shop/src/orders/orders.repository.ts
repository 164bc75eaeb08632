import { Injectable } from '@nestjs/common';
import { TraceQuery } from 'nestjs-telemetry';
import { Database } from '../database/database.js';
import type { Order } from '../contracts/order.js';

@Injectable()
export class OrdersRepository {
  constructor(private readonly database: Database) {}

  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'orders' })
  findById(id: number): Order | undefined {
    return this.database.row<Order>('SELECT * FROM orders WHERE id = ?', id);
  }

  @TraceQuery({ system: 'sqlite', operation: 'INSERT', collection: 'orders' })
  insert(order: Omit<Order, 'id'>): Order {
    return this.database.row<Order>(
      'INSERT INTO orders (user_id, sku, quantity, total_cents) VALUES (?, ?, ?, ?) RETURNING *',
      order.user_id,
      order.sku,
      order.quantity,
      order.total_cents,
    ) as Order;
  }
}
