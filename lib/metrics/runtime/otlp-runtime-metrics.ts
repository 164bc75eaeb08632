import type { Registry } from 'prom-client';
import { OTLP_RUNTIME_METRICS, type OtlpRuntimeMetric } from '../../conventions/metrics/otlp-runtime.js';
import { ReadMetric } from '../read-metric.js';
import type { Sample } from '../sample.js';
import type { ProcessReadings } from './process-readings.js';
import { samplesBy, single } from './samples.js';

type Values = Readonly<Record<string, number>>;

/** Registers the metrics of the process under the names of semantic conventions. */
export function registerOtlpRuntimeMetrics(registry: Registry, readings: ProcessReadings): void {
  const add = ({ name, help, type }: OtlpRuntimeMetric, read: () => readonly Sample[] | Promise<readonly Sample[]>) =>
    new ReadMetric({ name, help, type: type === 'counter' ? 'counter' : 'gauge' }, '', read, registry);
  const by = (metric: OtlpRuntimeMetric & { readonly attribute: string }, read: () => Values) =>
    add(metric, () => samplesBy(metric.attribute, read()));
  const one = (metric: OtlpRuntimeMetric, read: () => Promise<number | undefined>) =>
    add(metric, async () => single(await read()));
  const metrics = OTLP_RUNTIME_METRICS;

  one(metrics.memory, async () => (await readings.memory())['rss']);
  one(metrics.virtualMemory, async () => (await readings.memory())['vms']);
  add(metrics.otherMemory, async () => {
    const { rss: _rss, vms: _vms, heap_total: _total, heap_used: _used, ...others } = await readings.memory();
    return samplesBy(metrics.otherMemory.attribute, others);
  });
  by(metrics.cpuTime, () => readings.cpuSeconds());
  by(metrics.cpuUtilization, () => readings.cpuUtilization());
  one(metrics.uptime, async () => process.uptime());
  one(metrics.openFileDescriptors, () => readings.openFileDescriptors());
  for (const metric of delayMetrics()) {
    const statistic = metric.name.slice(metric.name.lastIndexOf('.') + 1);
    one(metric, async () => (await readings.eventLoopDelays('push'))[statistic]);
  }
  one(metrics.utilization, async () => readings.eventLoopUtilization());
  by(metrics.loopTime, () => readings.eventLoopSeconds());
  by(metrics.heapUsed, () => readings.heapSpaces('space_used_size'));
  by(metrics.heapSize, () => readings.heapSpaces('space_size'));
  by(metrics.heapAvailable, () => readings.heapSpaces('space_available_size'));
  by(metrics.heapPhysical, () => readings.heapSpaces('physical_space_size'));
  by(metrics.activeResources, () => readings.activeResources());
}

function delayMetrics(): readonly OtlpRuntimeMetric[] {
  return Object.values(OTLP_RUNTIME_METRICS).filter(({ name }) => name.startsWith('nodejs.eventloop.delay.'));
}
