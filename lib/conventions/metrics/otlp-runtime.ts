import { OWN_NAMESPACE } from './otlp-family.js';

/** A fact about the process over OTLP, read at each push. */
export interface OtlpRuntimeMetric {
  readonly name: string;
  readonly unit: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter' | 'updowncounter';
  /** Its attribute, if it has one. */
  readonly attribute?: string;
}

const delay = (statistic: string): OtlpRuntimeMetric => ({
  name: `nodejs.eventloop.delay.${statistic}`,
  unit: 's',
  help: `Delay of the event loop: ${statistic}`,
  type: 'gauge',
});

const heapSpace = (name: string, help: string): OtlpRuntimeMetric & { readonly attribute: string } => ({
  name: `v8js.memory.heap.${name}`,
  unit: 'By',
  help,
  type: 'updowncounter',
  attribute: 'v8js.heap.space.name',
});

/** Source: semantic conventions 1.45, process, Node.js and V8. */
export const OTLP_RUNTIME_METRICS = {
  memory: { name: 'process.memory.usage', unit: 'By', help: 'Physical memory in use', type: 'updowncounter' },
  virtualMemory: {
    name: 'process.memory.virtual',
    unit: 'By',
    help: 'Committed virtual memory',
    type: 'updowncounter',
  },
  otherMemory: {
    name: `${OWN_NAMESPACE}process.memory.usage`,
    unit: 'By',
    help: 'Memory of the process that no convention names',
    type: 'gauge',
    attribute: `${OWN_NAMESPACE}process.memory.type`,
  },
  cpuTime: {
    name: 'process.cpu.time',
    unit: 's',
    help: 'Total CPU time by mode',
    type: 'counter',
    attribute: 'cpu.mode',
  },
  cpuUtilization: {
    name: 'process.cpu.utilization',
    unit: '1',
    help: 'Share of the available CPUs that was used since the last reading',
    type: 'gauge',
    attribute: 'cpu.mode',
  },
  uptime: { name: 'process.uptime', unit: 's', help: 'Time since the start of the process', type: 'gauge' },
  openFileDescriptors: {
    name: 'process.unix.file_descriptor.count',
    unit: '{file_descriptor}',
    help: 'Number of open file descriptors',
    type: 'updowncounter',
  },
  delayMin: delay('min'),
  delayMax: delay('max'),
  delayMean: delay('mean'),
  delayStddev: delay('stddev'),
  delayP50: delay('p50'),
  delayP90: delay('p90'),
  delayP99: delay('p99'),
  utilization: {
    name: 'nodejs.eventloop.utilization',
    unit: '1',
    help: 'Share of the time in which the event loop was busy',
    type: 'gauge',
  },
  loopTime: {
    name: 'nodejs.eventloop.time',
    unit: 's',
    help: 'Total time of the event loop by state',
    type: 'counter',
    attribute: 'nodejs.eventloop.state',
  },
  heapUsed: heapSpace('used', 'Allocated heap memory'),
  heapSize: heapSpace('space.size', 'Heap memory that is reserved for a space'),
  heapAvailable: heapSpace('space.available_size', 'Heap memory that a space has left'),
  heapPhysical: heapSpace('space.physical_size', 'Committed size of a space'),
  activeResources: {
    name: 'v8js.resource.active',
    unit: '{resource}',
    help: 'Number of resources that keep the event loop alive',
    type: 'gauge',
    attribute: 'v8js.resource.type',
  },
} as const satisfies Record<string, OtlpRuntimeMetric>;

export const OTLP_GC_DURATION = {
  name: 'v8js.gc.duration',
  unit: 's',
  help: 'Duration of garbage collections',
  attribute: 'v8js.gc.type',
} as const;
