import type { Registry } from 'prom-client';
import { RUNTIME_METRICS, type RuntimeMetric } from '../../conventions/metrics/runtime.js';
import { ReadMetric } from '../read-metric.js';
import type { Sample } from '../sample.js';
import { timeGarbageCollection } from './garbage-collection.js';
import { registerOtlpRuntimeMetrics } from './otlp-runtime-metrics.js';
import { OwnResources } from './own-resources.js';
import { ProcessReadings } from './process-readings.js';
import { samplesBy, single } from './samples.js';

/**
 * Registers metrics of the process, read from Node at each scrape, and those for OTLP if it is on. Returns a function
 * that stops the monitors of the event loop and of garbage collection. They do not keep the process alive.
 */
export function startRuntimeMetrics(
  registry: Registry,
  prefix = '',
  otlp?: Registry,
  own = new OwnResources(),
): () => void {
  const readings = new ProcessReadings(own, otlp === undefined ? ['scrape'] : ['scrape', 'push']);
  registerRuntimeMetrics(registry, prefix, readings);
  if (otlp !== undefined) registerOtlpRuntimeMetrics(otlp, readings);
  const stopTiming = timeGarbageCollection(registry, prefix);
  return () => {
    stopTiming();
    readings.stop();
  };
}

function registerRuntimeMetrics(registry: Registry, prefix: string, readings: ProcessReadings): void {
  const collected = (metric: RuntimeMetric, collect: () => readonly Sample[] | Promise<readonly Sample[]>) =>
    new ReadMetric(metric, prefix, collect, registry);
  const { memory, heapSpace, cpuUsage, cpuTime, startTime, lag, utilization, ...others } = RUNTIME_METRICS;

  collected(memory, async () => samplesBy('type', await readings.memory()));
  collected(heapSpace, () => samplesBy('space', readings.heapSpaces('space_used_size'), withoutSuffix));
  collected(cpuUsage, () => samplesBy('type', readings.cpuPercent()));
  collected(cpuTime, () => {
    const { user = 0, system = 0 } = readings.cpuSeconds();
    return single(user + system);
  });
  collected(startTime, () => single(readings.startedAtSeconds));
  collected(others.openFileDescriptors, async () => single(await readings.openFileDescriptors()));
  collected(lag, async () => samplesBy('statistic', await readings.eventLoopDelays('scrape')));
  collected(utilization, () => single(readings.eventLoopUtilization()));
  collected(others.activeResources, () => samplesBy('type', readings.activeResources()));
  collected(others.version, () => [{ labels: nodeVersion(), value: 1 }]);
}

function withoutSuffix(space: string): string {
  return space.replace(/_space$/, '');
}

function nodeVersion(): Record<string, string> {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  return { version: process.version, major, minor, patch };
}
