import cluster from 'node:cluster';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ReportFault } from '../../observation/index.js';
import { Diagnostics } from '../../telemetry.diagnostics.js';
import { TelemetryError } from '../../telemetry.errors.js';
import { reasonOf } from './cluster-messages.js';
import { ClusterPrimary } from './cluster-primary.js';

export interface ClusterMetricsOptions {
  /** A port of the primary. Without it, only the workers serve metrics; each of them serves those of all. */
  readonly port?: number;
  /** Default: all addresses. */
  readonly host?: string;
  /** Default `/metrics`. */
  readonly path?: string;
}

export interface ClusterMetricsServer {
  /** The port in use; undefined without one. */
  readonly port: number | undefined;
  /** The combined metrics of all workers, as text. */
  metrics(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Combines the metrics of all `node:cluster` workers, in a primary process without Nest. The workers run
 * `TelemetryModule` with `metrics: { cluster: true }`. Call it before the first fork.
 *
 * @throws TelemetryError with code INVALID_OPTION if the process is not the primary.
 *
 * @example
 * if (cluster.isPrimary) {
 *   await serveClusterMetrics({ port: 9464 });
 *   for (let n = 0; n < 4; n++) cluster.fork();
 * } else await import('./main.js');
 */
export async function serveClusterMetrics(options: ClusterMetricsOptions = {}): Promise<ClusterMetricsServer> {
  if (!cluster.isPrimary) {
    throw new TelemetryError(
      'INVALID_OPTION',
      'serveClusterMetrics() was called in a worker.',
      'Only the primary can ask all workers.',
      'Call it in the primary, before the first fork.',
    );
  }
  const { report } = new Diagnostics();
  const primary = new ClusterPrimary(report);
  const end = primary.start();
  const server = options.port === undefined ? undefined : await listening(primary, options, report);
  return {
    port: (server?.address() as AddressInfo | undefined)?.port,
    metrics: async () => (await primary.metrics()).metrics(),
    close: async () => {
      end();
      server?.closeAllConnections();
      await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
    },
  };
}

async function listening(
  primary: ClusterPrimary,
  { port, host, path = '/metrics' }: ClusterMetricsOptions,
  report: ReportFault,
) {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== path) {
      response.writeHead(404).end();
      return;
    }
    primary
      .metrics()
      .then(async (registry) => {
        const body = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType }).end(body);
      })
      .catch((error: unknown) => {
        report('The metrics of the cluster could not be served', error);
        response.writeHead(500).end(`The metrics could not be collected: ${reasonOf(error)}`);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return server;
}
