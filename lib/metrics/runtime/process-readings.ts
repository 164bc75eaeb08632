import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, type HeapSpaceInfo } from 'node:v8';
import { cpuUsage } from './cpu-usage.js';
import { Interval } from './interval.js';
import { LoopDelays } from './loop-delays.js';
import type { OwnResources } from './own-resources.js';
import { linuxMemory, openFileDescriptors } from './linux-process.js';

type Values = Readonly<Record<string, number>>;

export type Reader = 'scrape' | 'push';

/** What Node says of its process, and monitors of it that run until they are stopped. They do not keep it alive. */
export class ProcessReadings {
  readonly startedAtSeconds = Date.now() / 1_000 - process.uptime();
  private readonly utilization = loopUtilization();
  private readonly delays = new Map<Reader, LoopDelays>();
  private readonly cpu = cpuUsage();

  constructor(
    private readonly own: OwnResources,
    readers: readonly Reader[],
  ) {
    for (const reader of readers) this.delays.set(reader, new LoopDelays());
  }

  stop(): void {
    for (const delays of this.delays.values()) delays.stop();
  }

  /** In bytes, by type. */
  async memory(): Promise<Values> {
    const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
    const node = { rss, heap_total: heapTotal, heap_used: heapUsed, external, array_buffers: arrayBuffers };
    return { ...node, ...(await linuxMemory()) };
  }

  /** In bytes, by the name of the heap space. */
  heapSpaces(size: keyof HeapSpaceInfo): Values {
    return Object.fromEntries(getHeapSpaceStatistics().map((space) => [space.space_name, Number(space[size])]));
  }

  /** In percent of one core, by mode, since the last reading. */
  cpuPercent(): Values {
    return this.cpu.reading();
  }

  /** As a share of the available CPUs, by mode, since the last reading. */
  cpuUtilization(): Values {
    const { user = 0, system = 0 } = this.cpuPercent();
    const all = availableParallelism() * 100;
    return { user: user / all, system: system / all };
  }

  cpuSeconds(): Values {
    const { user, system } = process.cpuUsage();
    return { user: user / 1e6, system: system / 1e6 };
  }

  /** In seconds, by statistic. A scrape hides nothing from a push, and a push nothing from a scrape. */
  async eventLoopDelays(reader: Reader): Promise<Values> {
    return (await this.delays.get(reader)?.read()) ?? {};
  }

  eventLoopUtilization(): number {
    return this.utilization.reading();
  }

  eventLoopSeconds(): Values {
    const { active, idle } = performance.eventLoopUtilization();
    return { active: active / 1_000, idle: idle / 1_000 };
  }

  openFileDescriptors(): Promise<number | undefined> {
    return openFileDescriptors();
  }

  /** By type. */
  activeResources(): Values {
    return this.own.others();
  }
}

function loopUtilization(): Interval<number> {
  let before = performance.eventLoopUtilization();
  return new Interval(() => {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, before);
    before = current;
    return utilization;
  });
}
