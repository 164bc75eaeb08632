import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('./mock-cluster.c', import.meta.url));

/** A Kafka broker for tests: the one inside librdkafka, on a port of its own and in memory only. */
export class MockCluster {
  private constructor(
    private readonly child: ChildProcess,
    /** `host:port`. */
    readonly broker: string,
  ) {}

  /** Starts it with these topics; no others can be made. */
  static async start(topics: readonly string[]): Promise<MockCluster> {
    const child = spawn(compiled(), topics, { stdio: ['pipe', 'pipe', 'inherit'] });
    if (child.stdout === null) throw new Error('The cluster has no output.');
    const lines = createInterface(child.stdout);
    const [broker] = (await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`The cluster ended with ${String(code)}.`))),
    ])) as [string];
    lines.close();
    return new MockCluster(child, broker);
  }

  async close(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    await exited;
  }
}

/** The program, compiled once for each text of its source. */
function compiled(): string {
  const directory = join(tmpdir(), 'nestjs-telemetry-tests');
  const hash = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16);
  const program = join(directory, `mock-cluster-${hash}`);
  if (existsSync(program)) return program;
  mkdirSync(directory, { recursive: true });
  const fresh = `${program}.${process.pid}`;
  const { status, stderr } = spawnSync('gcc', ['-O1', '-Wall', '-rdynamic', '-o', fresh, SOURCE, '-lrdkafka'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The mock cluster does not compile: ${stderr}`);
  // Another test may compile it at the same time; either result will do.
  renameSync(fresh, program);
  return program;
}
