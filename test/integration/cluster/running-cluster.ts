import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** When and how the primary begins to collect. */
export type PrimaryMode = 'early' | 'late' | 'nest' | 'never';

interface Addresses {
  readonly app: string;
  readonly metrics: string;
  readonly pids: readonly number[];
}

/** A primary with three workers, in processes of their own. */
export class RunningCluster {
  private constructor(
    private readonly child: ChildProcess,
    private readonly addresses: Addresses,
  ) {}

  static async start(mode: PrimaryMode): Promise<RunningCluster> {
    const child = fork(fileURLToPath(new URL('./cluster-primary.process.ts', import.meta.url)), [mode], {
      execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
    });
    const [addresses] = (await once(child, 'message')) as [Addresses];
    return new RunningCluster(child, addresses);
  }

  get app(): string {
    return this.addresses.app;
  }

  /** Sends requests, and says how many workers answered. */
  async work(requests: number): Promise<number> {
    const answered = new Set<number>();
    for (let n = 0; n < requests; n++) {
      const { pid } = (await (await fetch(`${this.app}/work`)).json()) as { pid: number };
      answered.add(pid);
    }
    // A request ends for metrics when its connection is done with it, a moment after the answer.
    await delay(50);
    return answered.size;
  }

  scrapePrimary(): Promise<ReadonlyMap<string, number>> {
    return scrape(this.addresses.metrics);
  }

  scrapeWorker(): Promise<ReadonlyMap<string, number>> {
    return scrape(`${this.app}/metrics`);
  }

  /** Waits until the worker is gone, unless it only stops. */
  async kill(worker: number, signal: NodeJS.Signals): Promise<void> {
    this.child.send({ kill: this.addresses.pids[worker], signal });
    await once(this.child, 'message');
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.disconnect();
    await exited;
  }
}

async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(url, { headers: { connection: 'close' } });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}
