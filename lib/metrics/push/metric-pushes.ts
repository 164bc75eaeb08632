import type { Registry } from 'prom-client';
import type { ReportFault } from '../../observation/index.js';
import type { ResolvedOptions } from '../../telemetry.options.js';
import { registerSelfMetrics } from '../self/self-metrics.js';
import { PeriodicPush, type Push, type PushCounts } from './periodic-push.js';
import { type Exposition, pushgatewayPush } from './pushgateway.push.js';

/** The pushes of an application's metrics, which run until the application ends. */
export class MetricPushes {
  private readonly pushes: PeriodicPush[] = [];
  private readonly ends: (() => Promise<void>)[] = [];

  constructor(private readonly report: ReportFault) {}

  counts(): readonly PushCounts[] {
    return this.pushes.map(({ counts }) => counts);
  }

  add(target: string, push: Push, intervalMs: number): void {
    const periodic = new PeriodicPush(target, push, this.report);
    this.pushes.push(periodic);
    this.ends.push(periodic.start(intervalMs));
  }

  /** Pushes a last time. Never rejects. */
  async end(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
  }
}

/** Starts what the options choose. */
export async function startPushes(
  { metrics }: ResolvedOptions,
  registry: Registry,
  exposition: Exposition,
  report: ReportFault,
): Promise<MetricPushes> {
  const pushes = new MetricPushes(report);
  const { pushgateway } = metrics;
  if (pushgateway) pushes.add('pushgateway', pushgatewayPush(pushgateway, exposition), pushgateway.intervalMs);
  if (pushes.counts().length > 0) {
    registerSelfMetrics(registry, metrics.prefix, { pushes: () => pushes.counts() });
  }
  return pushes;
}
