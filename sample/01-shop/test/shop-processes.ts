import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ReportedSpan } from 'nestjs-telemetry';
import { freePorts } from '../src/start/free-ports.js';
import type { FromService } from '../src/start/parent-reporter.js';

export interface ServiceLine {
  readonly level: string;
  readonly message: string;
  readonly service: string;
  readonly trace_id?: string;
}

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const TYPESCRIPT = ['--import', new URL('../../../test/typescript-loader.mjs', import.meta.url).href];
/** On Node 22, SQLite would warn among the lines. */
const QUIET = '--disable-warning=ExperimentalWarning';

/** The three services of the shop, each in a process, as `npm start` runs them. */
export class ShopProcesses {
  readonly spans: ReportedSpan[] = [];
  private readonly children: ChildProcess[] = [];
  private output = '';

  private constructor(private readonly port: string) {}

  static async start(): Promise<ShopProcesses> {
    const free = await freePorts(5);
    const [port = '', orders = '', inventory = '', metricsOfOrders = '', metricsOfInventory = ''] = free.map(String);
    const shop = new ShopProcesses(port);
    const ports = { PORT: port, ORDERS_PORT: orders, INVENTORY_PORT: inventory };
    await shop.run('inventory', { ...ports, METRICS_PORT: metricsOfInventory });
    await shop.run('orders', { ...ports, METRICS_PORT: metricsOfOrders });
    await shop.run('gateway', ports);
    return shop;
  }

  private async run(service: string, env: Readonly<Record<string, string>>): Promise<void> {
    const child = fork(path(`../src/${service}/main.ts`), {
      env: { ...process.env, ...env, NODE_ENV: 'production' },
      execArgv: [...TYPESCRIPT, QUIET],
      serialization: 'advanced',
      silent: true,
    });
    this.children.unshift(child);
    child.stdout?.on('data', (text: Buffer) => (this.output += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (this.output += text.toString()));
    const ready = new Promise<void>((resolve, reject) => {
      child.on('message', (said: FromService) => ('span' in said ? this.spans.push(said.span) : resolve()));
      child.once('exit', () => reject(new Error(`The ${service} service ended before it was ready:\n${this.output}`)));
    });
    await ready;
  }

  /** The first order, which the traffic reads. */
  async placeOrder(): Promise<number> {
    const response = await fetch(`http://localhost:${this.port}/orders`, {
      method: 'POST',
      headers: { 'x-api-key': 'demo', 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ userId: 1, sku: 'pencil', quantity: 1 }),
    });
    return response.status;
  }

  /** The requests of `npm run traffic`. Returns what it says. */
  async traffic(durationSeconds: number, requestsPerSecond: number): Promise<string> {
    const env = { PORT: this.port, DURATION_SECONDS: durationSeconds, REQUESTS_PER_SECOND: requestsPerSecond };
    const texts = Object.entries(env).map(([name, value]) => [name, String(value)]);
    const child = spawn(process.execPath, [...TYPESCRIPT, path('../traffic.ts')], {
      env: { ...process.env, ...Object.fromEntries(texts) },
    });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await once(child, 'close');
    return said;
  }

  /** What the services have written. Each line is JSON. */
  lines(): readonly ServiceLine[] {
    return this.output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as ServiceLine);
  }

  /** Stops the services, the gateway first. */
  async stop(): Promise<void> {
    for (const child of this.children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'close');
    }
  }
}
