import type { Laboratory, Server } from '../processes/laboratory.js';
import type { RunOptions } from '../run.options.js';

/** What one second of full load on one server shows. */
export interface Slice {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly cpuMicrosPerRequest: number;
  /** Share of one processor that the server used while under load. */
  readonly busy: number;
  readonly p99Ms: number;
  readonly spans: number;
}

type SliceOptions = Pick<RunOptions, 'connections' | 'sliceMs'>;

/** The CPU time includes the flush: what a slice puts off, it pays for. */
export async function measureSlice(lab: Laboratory, server: Server, options: SliceOptions): Promise<Slice> {
  const spansBefore = await lab.receiver.ask('received');
  const cpuBefore = await server.ask('cpu');
  const load = await lab.load.ask('load', {
    port: server.port,
    connections: options.connections,
    durationMs: options.sliceMs,
  });
  const cpuUnderLoad = (await server.ask('cpu')) - cpuBefore;
  const spansAfter = await lab.collect(server);
  const cpu = (await server.ask('cpu')) - cpuBefore;
  return {
    requests: load.requests,
    requestsPerSecond: load.requests / (load.tookMs / 1_000),
    cpuMicrosPerRequest: cpu / load.requests,
    busy: cpuUnderLoad / (load.tookMs * 1_000),
    p99Ms: load.p99Ms,
    spans: spansAfter - spansBefore,
  };
}
