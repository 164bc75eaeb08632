import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { until } from '../../until.js';

const PROGRAM = 'prometheus-pushgateway';

/** Prometheus' own Pushgateway, on a port of its own and in memory only. */
export class PushgatewayServer {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<PushgatewayServer> {
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(PROGRAM, [`--web.listen-address=${address}`, '--persistence.file='], { stdio: 'ignore' });
    await once(child, 'spawn');
    const server = new PushgatewayServer(child, `http://${address}`);
    await until(() => server.isReady());
    return server;
  }

  /** The lines of one job, without its own `job` and `instance` labels in the way. */
  async series(job: string): Promise<ReadonlyMap<string, number>> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.includes(`job="${job}"`));
    return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.kill();
    await exited;
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
