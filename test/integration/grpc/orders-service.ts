import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { SpanKind } from '@opentelemetry/api';
import { until } from '../../until.js';
import type { LogLine } from '../observed-application.js';
import type { PlainSpan } from './plain-span.js';

export interface Report {
  readonly spans: readonly PlainSpan[];
  readonly metrics: string;
  readonly lines: readonly LogLine[];
}

/** The service of orders in a process of its own, with all that it says of itself. */
export class OrdersService {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(setUp: 'microservice' | 'hybrid'): Promise<OrdersService> {
    const port = await freePort();
    const child = fork(fileURLToPath(new URL('./orders.process.ts', import.meta.url)), [setUp, String(port)], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    await once(child, 'message');
    return new OrdersService(child, `127.0.0.1:${port}`);
  }

  async report(): Promise<Report> {
    return this.ask('report');
  }

  /** Waits for so many server spans, and makes sure that there is no further one. */
  async serverSpans(count: number): Promise<Report> {
    await until(async () => serverSpans(await this.report()).length >= count);
    // Rounds through the process, in which a further one would show itself.
    for (let rounds = 0; rounds < 3; rounds++) await this.report();
    return this.report();
  }

  /** Shuts the application down, and reports what it said until then. */
  async close(): Promise<Report> {
    return this.ask('close');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }

  private async ask(order: 'report' | 'close'): Promise<Report> {
    const answer = once(this.child, 'message');
    this.child.send(order);
    const [report] = (await answer) as [Report];
    return report;
  }
}

export function serverSpans({ spans }: Report): readonly PlainSpan[] {
  return spans.filter(({ kind }) => kind === SpanKind.SERVER);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
