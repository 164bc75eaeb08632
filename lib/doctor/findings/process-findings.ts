import cluster from 'node:cluster';
import type { ResolvedOptions } from '../../telemetry.options.js';
import type { Finding } from './finding.js';

/** How the process of a running application is set up. */
export function processFindings({ metrics }: Pick<ResolvedOptions, 'metrics'>): readonly Finding[] {
  return [...clusterFindings(metrics), ...shutdownFindings()];
}

function clusterFindings({ endpoint, cluster: isCollected }: ResolvedOptions['metrics']): Finding[] {
  if (!cluster.isWorker || isCollected || endpoint === false) return [];
  return [
    {
      level: 'warning',
      about: 'metrics',
      what: 'This is a worker of a cluster, and each scrape shows the metrics of another worker.',
      why: 'All workers share one port.',
      fix: 'Set metrics.cluster to true and call serveClusterMetrics() in the primary, or push metrics over OTLP.',
    },
  ];
}

function shutdownFindings(): Finding[] {
  if (process.listenerCount('SIGTERM') > 0) return [];
  return [
    {
      level: 'warning',
      about: 'shutdown',
      what: 'Nothing listens to SIGTERM.',
      why: 'The process ends at once, and what waits to be sent is lost.',
      fix: 'Call app.enableShutdownHooks() in main, before app.listen().',
    },
  ];
}
