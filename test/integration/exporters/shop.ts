import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Injectable, Param } from '@nestjs/common';
import { Span, TraceQuery } from 'nestjs-telemetry';

@Injectable()
export class OrderService {
  @Span()
  async find(id: string): Promise<object> {
    return this.queried(id);
  }

  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'orders' })
  private async queried(id: string): Promise<object> {
    await delay(1);
    if (id === 'broken') throw new Error('the table is gone');
    return { id };
  }
}

/** Three spans a request: the server's, the service's and the query's. */
@Controller('orders')
export class OrderController {
  constructor(private readonly orders: OrderService) {}

  @Get(':id')
  one(@Param('id') id: string): Promise<object> {
    return this.orders.find(id);
  }
}

export const SHOP = { controllers: [OrderController], providers: [OrderService] };
export const SHOP_SPANS = ['GET /orders/:id', 'OrderService.find', 'SELECT orders'];

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER_SPAN_ID = 'b7ad6b7169203331';
const TRACEPARENT = { traceparent: `00-${TRACE_ID}-${CALLER_SPAN_ID}-01` };

/** Asks for an order as a caller that is in a trace already. */
export async function order(url: string, id = '1'): Promise<number> {
  const response = await fetch(`${url}/orders/${id}`, { headers: TRACEPARENT });
  await response.text();
  return response.status;
}
