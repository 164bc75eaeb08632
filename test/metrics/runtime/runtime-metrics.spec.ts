import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { Registry } from 'prom-client';
import { RUNTIME_METRICS } from '../../../lib/conventions/metrics/runtime.js';
import { startRuntimeMetrics } from '../../../lib/metrics/runtime/runtime-metrics.js';
import { until } from '../../until.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function start(prefix = '') {
  const registry = new Registry();
  const end = startRuntimeMetrics(registry, prefix);
  const lines = async (name: string) => (await registry.metrics()).split('\n').filter((line) => line.startsWith(name));
  const values = async (name: string, label: string) =>
    new Map(
      (await lines(name)).map((line) => [
        new RegExp(`[{,]${label}="([^"]+)"`).exec(line)?.[1] ?? '',
        Number(line.slice(line.lastIndexOf(' ') + 1)),
      ]),
    );
  return { registry, end, lines, values };
}

describe('the metrics of the process', () => {
  let running: ReturnType<typeof start>;
  beforeAll(() => (running = start()));
  afterAll(() => running.end());

  it('tell the memory by type, as the process itself does', async () => {
    const memory = await running.values('process_memory_usage_bytes', 'type');
    const types = ['rss', 'heap_total', 'heap_used', 'external', 'array_buffers'];
    expect([...memory.keys()]).toEqual(process.platform === 'linux' ? [...types, 'vms', 'swap'] : types);
    const { rss } = process.memoryUsage();
    expect(memory.get('rss')).toBeGreaterThan(rss / 2);
    expect(memory.get('rss')).toBeLessThan(rss * 2);
    expect(memory.get('vms') ?? Infinity).toBeGreaterThan(memory.get('rss') ?? 0);
  });

  it('tell the CPU that is used and was used', async () => {
    const usage = await running.values('process_cpu_usage_percent', 'type');
    expect([...usage.keys()]).toEqual(['user', 'system', 'total']);
    expect(usage.get('total')).toBeCloseTo((usage.get('user') ?? 0) + (usage.get('system') ?? 0));
    const seconds = (await running.values('process_cpu_seconds_total', 'none')).get('') ?? 0;
    const { user, system } = process.cpuUsage();
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual((user + system) / 1e6);
  });

  it('time garbage collections by kind', async () => {
    const major = async () => (await running.values('nodejs_gc_duration_seconds_count', 'kind')).get('major') ?? 0;
    const before = await major();
    collectGarbage();
    await until(async () => (await major()) > before);
    expect(await major()).toBeGreaterThan(before);
    const kinds = await running.values('nodejs_gc_duration_seconds_count', 'kind');
    expect([...kinds.keys()].sort()).toEqual(['incremental', 'major', 'minor', 'weakcb']);
  });

  it('tell how late and how busy the event loop is', async () => {
    await until(async () => (await running.lines('nodejs_eventloop_lag_seconds{')).length > 0);
    const lag = await running.values('nodejs_eventloop_lag_seconds{', 'statistic');
    expect([...lag.keys()]).toEqual(['min', 'max', 'mean', 'stddev', 'p50', 'p90', 'p99']);
    expect(lag.get('p50') ?? 1).toBeLessThanOrEqual(lag.get('p99') ?? 0);
    expect(lag.get('p99') ?? 1).toBeLessThanOrEqual(lag.get('max') ?? 0);
    const busy = (await running.values('nodejs_eventloop_utilization_ratio', 'none')).get('') ?? -1;
    expect(busy >= 0 && busy <= 1).toBe(true);
  });

  it('tell what is active, and which Node runs', async () => {
    const timer = setTimeout(() => undefined, 10_000);
    expect((await running.values('nodejs_active_resources', 'type')).get('Timeout')).toBeGreaterThan(0);
    clearTimeout(timer);
    const [major, minor, patch] = process.versions.node.split('.');
    expect(await running.lines('nodejs_version_info')).toEqual([
      `nodejs_version_info{version="${process.version}",major="${major}",minor="${minor}",patch="${patch}"} 1`,
    ]);
  });

  it('have a line for each name, and say each fact once', async () => {
    const names = Object.values(RUNTIME_METRICS).map(({ name }) => name);
    await until(async () => (await running.lines('nodejs_eventloop_lag_seconds{')).length > 0);
    for (const name of names) expect([name, (await running.lines(name)).length > 0]).toEqual([name, true]);
    expect(new Set(names).size).toBe(names.length);
    const json = await running.registry.getMetricsAsJSON();
    expect(json.map(({ name }) => name).filter((name) => name.includes('resident_memory'))).toEqual([]);
  });
});

describe('two applications', () => {
  it('do not disturb each other, not even when one ends', async () => {
    const [one, other] = [start('one_'), start('other_')];
    one.end();
    one.end();
    const major = async () => (await other.values('other_nodejs_gc_duration_seconds_count', 'kind')).get('major') ?? 0;
    const before = await major();
    collectGarbage();
    await until(async () => (await major()) > before);
    expect(await major()).toBeGreaterThan(before);
    expect((await one.values('one_nodejs_gc_duration_seconds_count', 'kind')).get('major')).toBe(0);
    expect((await one.lines('one_process_memory_usage_bytes')).length).toBeGreaterThan(4);
    other.end();
  });
});

it('does not keep a process alive', async () => {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', here('../../typescript-loader.mjs'), here('runtime-metrics.program.ts')],
    { timeout: 20_000 },
  );
  expect(stdout).toContain('started');
}, 30_000);
