import { spawnSync } from 'node:child_process';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Registry } from 'prom-client';
import { METRIC_FAMILIES } from '../../../lib/conventions/index.js';
import { EXPOSITION_FORMATS } from '../../../lib/metrics/endpoint/exposition-format.js';
import { ScrapedMetrics } from '../../../lib/metrics/endpoint/scraped-metrics.js';
import { writeExposition } from '../../../lib/metrics/endpoint/write-exposition.js';
import { MetricsObserver } from '../../../lib/metrics/metrics.observer.js';
import { describeWith } from '../test-server.js';

function check(text: string): { complaints: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
    timeout: 15_000,
  });
  return { complaints: stdout + stderr, status };
}

/** Every metric of every family, with a sample. */
async function families(): Promise<string> {
  const registry = new Registry();
  const observer = new MetricsObserver(registry, METRIC_FAMILIES);
  for (const { kind } of METRIC_FAMILIES) {
    for (const hit of [true, false]) {
      const operation = { kind, name: 'some operation', labels: {}, attributes: {} };
      const facts = { 'nestjs.cache.hit': hit, 'http.response.body.size': 3 };
      observer.begin(operation, ROOT_CONTEXT)?.end(operation, { failed: false, facts, durationMs: 3 });
    }
  }
  const metrics = new ScrapedMetrics([registry], (what) => {
    throw new Error(what);
  });
  return (await writeExposition(metrics.read(), EXPOSITION_FORMATS.text)).toString();
}

describeWith('promtool', 'promtool', () => {
  it("has nothing against telemetry's families", async () => {
    const text = await families();
    expect(text).toContain('cache_misses_total{');
    expect(check(text)).toEqual({ complaints: '', status: 0 });
  });

  it('would say so', async () => {
    const text = (await families()).replaceAll('http_requests_total', 'http_requests');
    expect(check(text)).toMatchObject({ complaints: expect.stringContaining('"_total" suffix'), status: 3 });
    expect(check('what{is="this" 1\n').status).toBe(1);
  });
});
