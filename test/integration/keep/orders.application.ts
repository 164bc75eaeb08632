import { setTimeout as delay } from 'node:timers/promises';
import { Controller, Get, Headers, Injectable, Param } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Span, TraceQuery, Tracing } from 'nestjs-telemetry';

@Injectable()
class OrderStore {
  @TraceQuery({ system: 'postgresql', operation: 'SELECT', collection: 'orders' })
  async load(id: number): Promise<number> {
    await delay(id % 7);
    if (id % 10 === 0) throw new Error(`order ${id} is lost`);
    return id;
  }
}

@Injectable()
class OrderService {
  constructor(private readonly store: OrderStore) {}

  @Span('price order', { attributes: (id: number) => ({ 'order.id': id }) })
  async price(id: number): Promise<number> {
    await delay(id % 3);
    const order = await this.store.load(id);
    await delay(id % 2);
    return order * 2;
  }
}

@Controller('orders')
class OrderController {
  constructor(
    private readonly orders: OrderService,
    private readonly tracing: Tracing,
  ) {}

  @Get('priced/:id')
  async priced(@Param('id') id: string): Promise<object> {
    return { price: await this.orders.price(Number(id)) };
  }

  @Get('forgiven/:id')
  async forgiven(@Param('id') id: string): Promise<object> {
    const price = await this.orders.price(Number(id)).catch(() => 0);
    return { price };
  }

  @Get('slow/:ms')
  async slow(@Param('ms') ms: string): Promise<string> {
    await this.tracing.run('wait', () => delay(Number(ms)));
    return 'done';
  }

  /** Asks this very server, so that two requests are under way at the same time. */
  @Get('asking/:port')
  async asking(@Param('port') port: string): Promise<number> {
    return (await fetch(`http://127.0.0.1:${port}/orders/priced/10`)).status;
  }

  /** Answers at once; what it started fails afterwards. */
  @Get('background')
  background(): string {
    void this.tracing
      .run('background work', async () => {
        await delay(30);
        throw new Error('too late to be told');
      })
      .catch(() => undefined);
    return 'accepted';
  }

  @Get('context')
  context(@Headers('x-fail') fail?: string): object {
    if (fail !== undefined) throw new Error('as you wish');
    return {
      ...this.tracing.currentContext(),
      recording: trace.getActiveSpan()?.isRecording(),
      ...this.tracing.inject<Record<string, string>>({}),
    };
  }
}

export const ORDERS = { controllers: [OrderController], providers: [OrderService, OrderStore] };
