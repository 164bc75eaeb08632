import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { Logger, Metrics, type TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { inventoryTransport } from '../src/contracts/inventory.js';
import { ordersTransport } from '../src/contracts/transport.js';
import { GatewayModule } from '../src/gateway/gateway.module.js';
import { type AdapterName, httpAdapter } from '../src/gateway/http-adapter.js';
import { InventoryModule } from '../src/inventory/inventory.module.js';
import { OrdersModule } from '../src/orders/orders.module.js';
import { freePorts } from '../src/start/free-ports.js';
import type { ShopTerminal } from './shop-terminal.js';
import { ExaminedSpanExporter } from '../../../test/conventions/registry/examined-exporter.js';

/** Connections that fetch keeps open, or opens ahead, would hold up the server's close for seconds. */
export const LAST_ON_ITS_CONNECTION = { connection: 'close' };

export type LogLine = Readonly<Record<string, unknown>>;

/** An answer, and the trace in which it was given. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly traceId: string;
}

/** Of the request that a test makes. */
const CALLER = 'b7ad6b7169203331';

/** The whole shop in one process, its gateway on a port of its own, with its spans and log lines at hand. */
export class RunningShop {
  private readonly exporters: InMemorySpanExporter[] = [];
  private readonly written: string[] = [];
  /** In the order in which they close. */
  private readonly services: INestApplicationContext[] = [];
  url = '';

  private constructor(
    private readonly env: Readonly<Record<string, string>>,
    private readonly terminal: ShopTerminal | undefined,
  ) {}

  static async start(
    adapter: AdapterName,
    transport: Readonly<Record<string, string>> = {},
    terminal?: ShopTerminal,
  ): Promise<RunningShop> {
    const [orders, inventory] = await freePorts(2);
    const ports = { ORDERS_PORT: String(orders), INVENTORY_PORT: String(inventory) };
    const shop = new RunningShop({ ...ports, ...transport }, terminal);
    await shop.serve(InventoryModule.register(shop.telemetry('inventory')), inventoryTransport(shop.env));
    const inventoryClient = inventoryTransport(shop.env);
    await shop.serve(OrdersModule.register(shop.telemetry('orders'), inventoryClient), ordersTransport(shop.env));
    await shop.open(adapter);
    return shop;
  }

  private telemetry(service: string): TelemetryOptions {
    const exporter = new ExaminedSpanExporter();
    this.exporters.push(exporter);
    return {
      service: { name: service },
      tracing: { exporter: this.terminal === undefined ? exporter : [exporter, this.terminal.trees] },
      logging: this.terminal?.logging ?? {
        format: 'json',
        destination: { write: (line: string) => void this.written.push(line) },
      },
      database: { drivers: { nodeSqlite: false } },
      // The test's own requests come from this process.
      http: { outgoing: false },
    };
  }

  private async serve(service: DynamicModule, transport: MicroserviceOptions): Promise<void> {
    const module = await Test.createTestingModule({ imports: [service] }).compile();
    const app = module.createNestMicroservice<MicroserviceOptions>({ ...transport, bufferLogs: true });
    app.useLogger(app.get(Logger));
    await app.listen();
    this.services.unshift(app);
  }

  private async open(adapter: AdapterName): Promise<void> {
    const gateway = GatewayModule.register(this.telemetry('gateway'), ordersTransport(this.env));
    const module = await Test.createTestingModule({ imports: [gateway] }).compile();
    const app = module.createNestApplication(await httpAdapter(adapter), { bufferLogs: true });
    app.useLogger(app.get(Logger));
    await app.listen(0, '127.0.0.1');
    this.services.unshift(app);
    this.url = await app.getUrl();
  }

  async request(method: string, path: string, init: { key?: string; body?: unknown } = {}): Promise<Answer> {
    const traceId = randomBytes(16).toString('hex');
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...LAST_ON_ITS_CONNECTION,
        traceparent: traceparent(traceId),
        ...(init.key === undefined ? {} : { 'x-api-key': init.key }),
        ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown), traceId };
  }

  /** The finished spans of one trace; a request's own ends only when its connection is done with the response. */
  async spans(traceId: string): Promise<readonly ReadableSpan[]> {
    for (let attempt = 0; attempt < 500; attempt++) {
      await Promise.all(this.services.map((service) => service.get(Tracing).flush()));
      const finished = this.exporters.flatMap((exporter) => exporter.getFinishedSpans());
      const spans = finished.filter((span) => span.spanContext().traceId === traceId);
      if (spans.some((span) => span.parentSpanContext?.spanId === CALLER)) return spans;
      await sleep(10);
    }
    throw new Error(`The request of trace ${traceId} has not ended`);
  }

  logLines(traceId: string): readonly LogLine[] {
    return this.written.map((line) => JSON.parse(line) as LogLine).filter((line) => line['trace_id'] === traceId);
  }

  /** The gateway's samples whose name is one of `names`, as its endpoint writes them. */
  async samples(...names: string[]): Promise<readonly string[]> {
    const response = await fetch(`${this.url}/metrics`, { headers: LAST_ON_ITS_CONNECTION });
    return samplesIn(await response.text(), names);
  }

  /** Those of the orders service. */
  async samplesOfOrders(...names: string[]): Promise<readonly string[]> {
    return samplesIn((await this.services[1]?.get(Metrics).registry.metrics()) ?? '', names);
  }

  async close(): Promise<void> {
    for (const service of this.services) await service.close();
  }
}

function samplesIn(text: string, names: readonly string[]): readonly string[] {
  return text.split('\n').filter((line) => names.includes(/^\w+/.exec(line)?.[0] ?? ''));
}

export function traceparent(traceId: string): string {
  return `00-${traceId}-${CALLER}-01`;
}
