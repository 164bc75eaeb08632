import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import type { ReportFault } from '../../observation/index.js';
import { ClusterPrimary } from './cluster-primary.js';
import { ClusterWorker } from './cluster-worker.js';

/** The source of a scrape: the application's registry, or the combined metrics of a cluster. */
export class RegistrySource {
  private constructor(
    readonly registry: () => Promise<Registry>,
    /** Leaves the cluster after the last metrics are sent. */
    readonly end: () => Promise<void>,
  ) {}

  static ofProcess(registry: Registry): RegistrySource {
    return new RegistrySource(
      () => Promise.resolve(registry),
      () => Promise.resolve(),
    );
  }

  static ofCluster(registry: Registry, report: ReportFault): RegistrySource {
    if (cluster.isWorker) {
      const worker = new ClusterWorker(registry, report);
      return new RegistrySource(() => worker.metrics(), worker.start());
    }
    const primary = new ClusterPrimary(report, registry);
    const end = primary.start();
    return new RegistrySource(
      () => primary.metrics(),
      () => Promise.resolve(end()),
    );
  }
}
