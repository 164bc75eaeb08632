import { Controller, Get, type INestApplication, Injectable, Module, Param } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  Logger,
  Metrics,
  Span,
  Traceable,
  TraceOperation,
  TraceQuery,
  Tracing,
  TelemetryModule,
} from 'nestjs-telemetry';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

@Injectable()
export class Orders {
  @TraceQuery({ system: 'sqlite', operation: 'SELECT', collection: 'orders' })
  async find(id: string): Promise<string> {
    await new Promise(setImmediate);
    return id;
  }
}

@Injectable()
export class Shop {
  constructor(
    private readonly orders: Orders,
    private readonly logger: Logger,
  ) {}

  @TraceOperation('checkout')
  async checkout(id: string): Promise<string> {
    this.logger.info('checking out', { id });
    const order = await this.orders.find(id);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    this.logger.info('checked out', { id });
    return order;
  }
}

/** Its work starts in a timer, outside any request. */
@Injectable()
@Traceable()
export class Housekeeping {
  constructor(private readonly shop: Shop) {}

  tick(id: string): Promise<string> {
    return new Promise((resolve, reject) => setTimeout(() => this.clean(id).then(resolve, reject), 1));
  }

  async clean(id: string): Promise<string> {
    return this.shop.checkout(id);
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly shop: Shop) {}

  @Get(':id')
  @Span('serve order', { attributes: (id: string) => ({ order: id }) })
  get(@Param('id') id: string): Promise<string> {
    return this.shop.checkout(id);
  }
}

export interface RunningShop {
  readonly app: INestApplication;
  readonly housekeeping: Housekeeping;
  get(id: string): Promise<string>;
  spans(): Promise<readonly ReadableSpan[]>;
  metric(name: string): Promise<number>;
  lines(): Array<Record<string, unknown>>;
}

/** A real application; all of them share the same decorated classes. */
export async function openShop(name: string, adapter: AbstractHttpAdapter): Promise<RunningShop> {
  const exporter = new ExaminedSpanExporter();
  const written: string[] = [];
  const telemetry = TelemetryModule.forRoot({
    service: { name },
    tracing: { exporter },
    logging: { destination: { write: (line) => void written.push(line) } },
  });

  @Module({ imports: [telemetry], controllers: [OrdersController], providers: [Shop, Orders, Housekeeping] })
  class ShopModule {}

  const app = await NestFactory.create(ShopModule, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    housekeeping: app.get(Housekeeping),
    // The order's id is the request's too: a random one may look like another application's order.
    get: async (id) => (await fetch(`${url}/orders/${id}`, { headers: { 'x-request-id': id } })).text(),
    spans: async () => {
      await app.get(Tracing).flush();
      return exporter.getFinishedSpans();
    },
    metric: async (metric) => {
      const values = (await app.get(Metrics).registry.getSingleMetric(metric)?.get())?.values ?? [];
      return values.reduce((sum, { value }) => sum + value, 0);
    },
    lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}
