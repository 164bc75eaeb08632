import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ClusterMetricsServer } from 'nestjs-telemetry';

const WORKERS = 3;

cluster.setupPrimary({
  exec: fileURLToPath(new URL('./cluster-worker.process.ts', import.meta.url)),
  execArgv: ['--import', new URL('../../typescript-loader.mjs', import.meta.url).href],
});

// Collects from the start, when the workers run already, or never; without Nest, or as a Nest application itself.
const mode = process.argv[2];
async function serve(): Promise<Pick<ClusterMetricsServer, 'port'>> {
  const { serveClusterMetrics } = await import('nestjs-telemetry');
  return serveClusterMetrics({ port: 0, host: '127.0.0.1' });
}
async function serveNest(): Promise<{ port: number }> {
  const { start } = await import('./cluster-primary.application.js');
  return start();
}
let served = mode === 'early' ? await serve() : mode === 'nest' ? await serveNest() : undefined;

async function forked(): Promise<{ worker: Worker; port: number }> {
  const worker = cluster.fork();
  const [{ port }] = (await once(worker, 'listening')) as [{ port: number }];
  return { worker, port };
}
const workers = await Promise.all(Array.from({ length: WORKERS }, forked));
if (mode === 'late') served = await serve();

process.on('message', async ({ kill, signal }: { kill?: number; signal?: NodeJS.Signals }) => {
  const victim = Object.values(cluster.workers ?? {}).find((worker) => worker?.process.pid === kill);
  if (victim !== undefined) {
    const gone = Promise.all([once(victim, 'exit'), once(victim, 'disconnect')]);
    victim.process.kill(signal);
    if (signal !== 'SIGSTOP') await gone;
  }
  process.send?.({ killed: kill });
});
process.on('disconnect', () => {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL');
  process.exit();
});
process.send?.({
  app: `http://127.0.0.1:${workers[0]?.port}`,
  metrics: `http://127.0.0.1:${served?.port}/metrics`,
  pids: workers.map(({ worker }) => worker.process.pid),
});
