import { getHeapSpaceStatistics } from 'node:v8';
import type { Registry } from 'prom-client';
import { RUNTIME_METRICS, type RuntimeMetric } from '../../conventions/metrics/runtime.js';
import { ReadMetric } from '../read-metric.js';
import type { Sample } from '../sample.js';
import { cpuUsage } from './cpu-usage.js';
import { EventLoop } from './event-loop.js';
import { timeGarbageCollection } from './garbage-collection.js';
import { linuxMemory, openFileDescriptors } from './linux-process.js';

const NO_LABELS = {};

/**
 * Registers metrics of the process, read from Node at each scrape. Returns a function that stops the monitors of the
 * event loop and of garbage collection. They do not keep the process alive.
 */
export function startRuntimeMetrics(registry: Registry, prefix = ''): () => void {
  const eventLoop = new EventLoop();
  const cpu = cpuUsage();
  const collected = (metric: RuntimeMetric, collect: () => readonly Sample[] | Promise<readonly Sample[]>) =>
    new ReadMetric(metric, prefix, collect, registry);
  const { memory, heapSpace, cpuUsage: usage, cpuTime, startTime, lag, utilization, ...others } = RUNTIME_METRICS;

  collected(memory, async () => samplesBy('type', { ...nodeMemory(), ...(await linuxMemory()) }));
  collected(heapSpace, () => samplesBy('space', heapSpaces()));
  collected(usage, () => samplesBy('type', cpu.reading()));
  collected(cpuTime, () => [{ labels: NO_LABELS, value: cpuSeconds() }]);
  const startedAt = Date.now() / 1_000 - process.uptime();
  collected(startTime, () => [{ labels: NO_LABELS, value: startedAt }]);
  collected(others.openFileDescriptors, async () => {
    const open = await openFileDescriptors();
    return open === undefined ? [] : [{ labels: NO_LABELS, value: open }];
  });
  collected(lag, () => samplesBy('statistic', eventLoop.lag.reading()));
  collected(utilization, () => [{ labels: NO_LABELS, value: eventLoop.utilization.reading() }]);
  collected(others.activeResources, () => samplesBy('type', activeResources()));
  collected(others.version, () => [{ labels: nodeVersion(), value: 1 }]);

  const stopTiming = timeGarbageCollection(registry, prefix);
  return () => {
    stopTiming();
    eventLoop.stop();
  };
}

function nodeMemory(): Record<string, number> {
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { rss, heap_total: heapTotal, heap_used: heapUsed, external, array_buffers: arrayBuffers };
}

function heapSpaces(): Record<string, number> {
  return Object.fromEntries(
    getHeapSpaceStatistics().map((space) => [space.space_name.replace(/_space$/, ''), space.space_used_size]),
  );
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function activeResources(): Record<string, number> {
  const active: Record<string, number> = {};
  for (const type of process.getActiveResourcesInfo()) active[type] = (active[type] ?? 0) + 1;
  return active;
}

function nodeVersion(): Record<string, string> {
  const [major = '', minor = '', patch = ''] = process.versions.node.split('.');
  return { version: process.version, major, minor, patch };
}

/** One sample for each value of one label. */
function samplesBy(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([of, value]) => ({ labels: { [label]: of }, value }));
}
