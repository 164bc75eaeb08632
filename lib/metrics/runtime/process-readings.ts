import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { getHeapSpaceStatistics, type HeapSpaceInfo } from 'node:v8';
import { cpuUsage } from './cpu-usage.js';
import { EventLoop } from './event-loop.js';
import type { OwnResources } from './own-resources.js';
import { linuxMemory, openFileDescriptors } from './linux-process.js';

type Values = Readonly<Record<string, number>>;

/** What Node says of its process, and monitors of it that run until they are stopped. They do not keep it alive. */
export class ProcessReadings {
  readonly startedAtSeconds = Date.now() / 1_000 - process.uptime();
  private readonly eventLoop = new EventLoop();
  private readonly cpu = cpuUsage();

  constructor(private readonly own: OwnResources) {}

  stop(): void {
    this.eventLoop.stop();
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

  eventLoopDelays(): Promise<Values> {
    return this.eventLoop.delays();
  }

  eventLoopUtilization(): number {
    return this.eventLoop.utilization.reading();
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
