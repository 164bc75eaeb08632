import cluster, { type Worker } from 'node:cluster';
import { Gauge, Registry } from 'prom-client';
import { serveClusterMetrics, TelemetryError } from 'nestjs-telemetry';
import type { ClusterMessage } from '../../../lib/metrics/cluster/cluster-messages.js';
import { ClusterPrimary } from '../../../lib/metrics/cluster/cluster-primary.js';

/** A worker as the primary sees it; `answer` says what it sends back. */
function workerThat(answer: (message: ClusterMessage) => ClusterMessage | undefined) {
  const received: ClusterMessage[] = [];
  const worker = {
    process: { pid: 4711 },
    isConnected: () => true,
    send: (message: ClusterMessage) => {
      received.push(message);
      const answered = answer(message);
      if (answered !== undefined) cluster.emit('message', worker as unknown as Worker, answered, undefined);
    },
  };
  const say = (message: ClusterMessage): void =>
    void cluster.emit('message', worker as unknown as Worker, message, undefined);
  return { received, say };
}

const source = 'a';

describe('metrics of a cluster that cannot be collected', () => {
  const ends: Array<() => unknown> = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  it('in a worker are reported by the primary, which does not wait', async () => {
    const reports: string[] = [];
    const primary = new ClusterPrimary((what) => reports.push(what));
    ends.push(primary.start());
    const { say } = workerThat((message) =>
      message.type === 'nestjs-telemetry:metrics-wanted'
        ? { type: 'nestjs-telemetry:metrics-failed', source, id: message.id, reason: 'the pool is closed' }
        : undefined,
    );
    say({ type: 'nestjs-telemetry:have-metrics', source });
    await primary.metrics();
    expect(reports).toEqual(['The metrics of worker 4711 could not be collected: the pool is closed']);
  });

  it('in the primary are a reason for the worker that asked', async () => {
    const own = new Registry();
    const collect = (): never => {
      throw new Error('no depth');
    };
    own.registerMetric(new Gauge({ name: 'depth', help: 'depth', registers: [], collect }));
    const primary = new ClusterPrimary(() => undefined, own);
    ends.push(primary.start());
    const { received, say } = workerThat(() => undefined);
    say({ type: 'nestjs-telemetry:all-metrics-wanted', source, id: 7 });
    for (let tries = 0; tries < 100 && received.length === 0; tries++) await new Promise(setImmediate);
    expect(received).toEqual([{ type: 'nestjs-telemetry:all-metrics-failed', source, id: 7, reason: 'no depth' }]);
  });

  it('say why to whoever scrapes the primary', async () => {
    const served = await serveClusterMetrics({ port: 0, host: '127.0.0.1' });
    ends.push(() => served.close());
    const metrics = [
      { name: 'depth', help: 'depth', type: 'gauge', aggregator: 'sum', values: [{ labels: {}, value: 1 }] },
    ];
    const { say } = workerThat(({ type, ...message }) =>
      type === 'nestjs-telemetry:metrics-wanted'
        ? {
            type: 'nestjs-telemetry:metrics',
            source,
            id: Reflect.get(message, 'id') as number,
            metrics: metrics as never,
          }
        : undefined,
    );
    say({ type: 'nestjs-telemetry:have-metrics', source });
    const url = `http://127.0.0.1:${served.port}/metrics`;
    expect((await fetch(url)).status).toBe(200);
    metrics[0] = { ...metrics[0], aggregator: 'unheard of' } as never;
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).toMatch(/^The metrics could not be collected: .*unheard of/);
  });

  it('are refused where nobody could collect them', async () => {
    const { isPrimary } = cluster;
    Object.assign(cluster, { isPrimary: false });
    ends.push(() => Object.assign(cluster, { isPrimary }));
    await expect(serveClusterMetrics()).rejects.toThrow(TelemetryError);
  });
});
