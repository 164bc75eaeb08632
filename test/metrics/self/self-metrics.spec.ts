import { Registry } from 'prom-client';
import { registerSelfMetrics } from '../../../lib/metrics/self/self-metrics.js';

describe('registerSelfMetrics', () => {
  it('reads numbers only when it is asked, and then as they are', async () => {
    const registry = new Registry();
    let dropped = 3;
    let asked = 0;
    registerSelfMetrics(registry, 'shop_', {
      logEntriesDropped: () => {
        asked++;
        return dropped;
      },
    });
    expect(asked).toBe(0);
    expect(await registry.metrics()).toBe(
      '# HELP shop_telemetry_log_entries_dropped_total Log entries that found no room\n' +
        '# TYPE shop_telemetry_log_entries_dropped_total counter\n' +
        'shop_telemetry_log_entries_dropped_total 3\n',
    );
    dropped = 5;
    expect(await registry.metrics()).toContain('dropped_total 5\n');
    expect(asked).toBe(2);
  });

  it('reports nothing that has no source', async () => {
    const registry = new Registry();
    registerSelfMetrics(registry, '', {});
    expect(registry.getMetricsAsArray()).toEqual([]);
  });
});
