import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Observable, Subject } from 'rxjs';
import type { Order } from '../../contracts/order.js';

/** Orders as they are placed, for whoever listens at the moment. */
@Injectable()
export class OrderEvents implements OnModuleDestroy {
  private readonly placed = new Subject<Order>();

  publish(order: Order): void {
    this.placed.next(order);
  }

  stream(): Observable<Order> {
    return this.placed.asObservable();
  }

  // Open streams end here; else they would keep the server from closing.
  onModuleDestroy(): void {
    this.placed.complete();
  }
}
