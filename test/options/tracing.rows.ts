import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { order, SHOP_SPANS, TRACE_ID } from '../integration/exporters/shop.js';
import { NotingExporter, runIn } from './environment-application.js';
import { other, otlp, zipkin } from './environment-receivers.js';
import type { RowTest } from './environment-table.js';
import { ExaminedSpanExporter } from '../conventions/registry/examined-exporter.js';

const OTHER_TRACE = '1'.repeat(32);

const names = (spans: ReadonlyArray<{ readonly name: string }>) => spans.map(({ name }) => name).sort();
const ALL = [...SHOP_SPANS].sort();

/** The spans that stay in the process; runs clear the exporter when they close, so they are copied before. */
async function spansIn(variables: Record<string, string>, options: TelemetryOptions = {}): Promise<ReadableSpan[]> {
  const exporter = new ExaminedSpanExporter();
  const spans: ReadableSpan[] = [];
  await runIn(variables, { ...options, tracing: { exporter, ...options.tracing } }, async (url, tracing: Tracing) => {
    await order(url);
    await tracing.flush();
    spans.push(...exporter.getFinishedSpans());
  });
  return spans;
}

export const TRACING_ROWS: Readonly<Record<string, RowTest>> = {
  OTEL_SERVICE_NAME: {
    winners: ['service.name'],
    test: async () => {
      const [span] = await spansIn({ OTEL_SERVICE_NAME: 'birds', OTEL_RESOURCE_ATTRIBUTES: 'service.name=fish' });
      expect(span?.resource.attributes['service.name']).toBe('birds');
      const [won] = await spansIn({ OTEL_SERVICE_NAME: 'birds' }, { service: { name: 'shop' } });
      expect(won?.resource.attributes['service.name']).toBe('shop');
      const [fallback] = await spansIn({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=fish' });
      expect(fallback?.resource.attributes['service.name']).toBe('fish');
    },
  },
  OTEL_NODE_RESOURCE_DETECTORS: {
    winners: ['service.detectors'],
    test: async () => {
      const [found] = await spansIn({ OTEL_NODE_RESOURCE_DETECTORS: 'process' });
      expect(found?.resource.attributes).toMatchObject({ 'process.pid': process.pid });
      expect(found?.resource.attributes).not.toHaveProperty('host.name');
      const [none] = await spansIn({ OTEL_NODE_RESOURCE_DETECTORS: 'process' }, { service: { detectors: [] } });
      expect(none?.resource.attributes).not.toHaveProperty('process.pid');
    },
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    winners: ['service.attributes'],
    test: async () => {
      const variables = {
        OTEL_RESOURCE_ATTRIBUTES: 'team=a%2Cb,zone=eu,service.version=7.1,deployment.environment.name=staging',
      };
      const [span] = await spansIn(variables, { service: { attributes: { zone: 'us' } } });
      expect(span?.resource.attributes).toMatchObject({
        team: 'a,b',
        zone: 'us',
        'service.version': '7.1',
        'deployment.environment.name': 'staging',
      });
    },
  },
  OTEL_TRACES_EXPORTER: {
    winners: ['tracing.exporter'],
    test: async () => {
      const variables = {
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.endpoint,
        OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.endpoint,
      };
      await runIn({ ...variables, OTEL_TRACES_EXPORTER: 'none' });
      expect([otlp.spans, zipkin.spans]).toEqual([[], []]);
      await runIn({ ...variables, OTEL_TRACES_EXPORTER: 'zipkin' });
      expect([otlp.spans.length, zipkin.spans.length]).toEqual([0, 3]);
      await runIn({ ...variables, OTEL_TRACES_EXPORTER: 'zipkin,otlp' });
      expect([otlp.spans.length, zipkin.spans.length]).toEqual([3, 6]);
      await runIn({ ...variables, OTEL_TRACES_EXPORTER: 'zipkin' }, { tracing: { exporter: 'otlp' } });
      expect([otlp.spans.length, zipkin.spans.length]).toEqual([6, 6]);
      await expect(runIn({ OTEL_TRACES_EXPORTER: 'carrier-pigeon' })).rejects.toThrow('carrier-pigeon');
    },
  },
  OTEL_TRACES_SAMPLER: {
    winners: ['tracing.sampler', 'tracing.samplingRatio'],
    test: async () => {
      const variables = { OTEL_TRACES_SAMPLER: 'always_off' };
      expect(await spansIn(variables)).toEqual([]);
      // The caller's decision goes first here, and it was to sample.
      expect(names(await spansIn({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }))).toEqual(ALL);
      expect(names(await spansIn(variables, { tracing: { sampler: 'always' } }))).toEqual(ALL);
      expect(names(await spansIn(variables, { tracing: { samplingRatio: 1 } }))).toEqual(ALL);
    },
  },
  OTEL_TRACES_SAMPLER_ARG: {
    winners: ['tracing.sampler', 'tracing.samplingRatio'],
    test: async () => {
      const none = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' };
      expect(await spansIn(none)).toEqual([]);
      expect(names(await spansIn({ ...none, OTEL_TRACES_SAMPLER_ARG: '1' }))).toEqual(ALL);
      expect(names(await spansIn(none, { tracing: { sampler: 'always' } }))).toEqual(ALL);
      expect(names(await spansIn(none, { tracing: { samplingRatio: 1 } }))).toEqual(ALL);
    },
  },
  OTEL_PROPAGATORS: {
    winners: ['tracing.propagators'],
    test: async () => {
      const traceOf = async (variables: Record<string, string>, tracing: TelemetryOptions['tracing'] = {}) => {
        const exporter = new ExaminedSpanExporter();
        let traceId: string | undefined;
        await runIn(variables, { tracing: { exporter, ...tracing } }, async (url, service) => {
          const headers = {
            b3: `${OTHER_TRACE}-b7ad6b7169203331-1`,
            traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
          };
          await (await fetch(`${url}/orders/1`, { headers })).text();
          await service.flush();
          traceId = exporter.getFinishedSpans()[0]?.spanContext().traceId;
        });
        return traceId;
      };
      expect(await traceOf({})).toBe(TRACE_ID);
      expect(await traceOf({ OTEL_PROPAGATORS: 'b3' })).toBe(OTHER_TRACE);
      expect(await traceOf({ OTEL_PROPAGATORS: 'b3' }, { propagators: ['tracecontext'] })).toBe(TRACE_ID);
    },
  },
  OTEL_BSP_SCHEDULE_DELAY: {
    winners: ['tracing.batch.flushIntervalMs'],
    test: async () => {
      const sentMeanwhile = async (variable: string, batch: { flushIntervalMs?: number }) => {
        const exporter = new NotingExporter('at once');
        let sent = 0;
        await runIn({ OTEL_BSP_SCHEDULE_DELAY: variable }, { tracing: { exporter, batch } }, async (url) => {
          await order(url);
          for (let tries = 0; tries < 40 && sent < 3; tries++) {
            await delay(10);
            sent = exporter.batches.reduce((sum, size) => sum + size, 0);
          }
        });
        return sent;
      };
      expect(await sentMeanwhile('5', {})).toBe(3);
      expect(await sentMeanwhile('600000', {})).toBe(0);
      expect(await sentMeanwhile('600000', { flushIntervalMs: 5 })).toBe(3);
    },
  },
  OTEL_BSP_EXPORT_TIMEOUT: {
    winners: ['tracing.batch.exportTimeoutMs'],
    test: async () => {
      const lost = [{ exporter: 'NotingExporter', exported: 0, failed: 3, dropped: 0 }];
      const exporter = new NotingExporter('never');
      const given = await runIn({ OTEL_BSP_EXPORT_TIMEOUT: '80' }, { tracing: { exporter } });
      expect(given.counts).toEqual(lost);
      const batch = { exportTimeoutMs: 80 };
      const won = await runIn({ OTEL_BSP_EXPORT_TIMEOUT: '600000' }, { tracing: { exporter, batch } });
      expect(won.counts).toEqual(lost);
    },
  },
  OTEL_BSP_MAX_QUEUE_SIZE: {
    winners: ['tracing.batch.maxQueueSize'],
    test: async () => {
      const droppedIn = async (variable: string, batch: { maxQueueSize?: number }) => {
        const tracing = { exporter: new NotingExporter('at once'), batch };
        // All at once: nothing is sent until the code that ends the spans has finished.
        const { counts } = await runIn({ OTEL_BSP_MAX_QUEUE_SIZE: variable }, { tracing }, async (_url, service) => {
          for (let n = 0; n < 20; n++) service.startSpan(`span ${n}`).end();
        });
        return counts[0]?.dropped;
      };
      expect(await droppedIn('5', {})).toBeGreaterThan(0);
      expect(await droppedIn('20', {})).toBe(0);
      expect(await droppedIn('5', { maxQueueSize: 20 })).toBe(0);
    },
  },
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: {
    winners: ['tracing.batch.maxExportBatchSize'],
    test: async () => {
      const batchesIn = async (variable: string, batch: { maxExportBatchSize?: number }) => {
        const exporter = new NotingExporter('at once');
        await runIn(
          { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: variable },
          { tracing: { exporter, batch } },
          async (_url, service) => {
            for (let n = 0; n < 6; n++) service.startSpan(`span ${n}`).end();
          },
        );
        return exporter.batches;
      };
      expect(await batchesIn('2', {})).toEqual([2, 2, 2]);
      expect(await batchesIn('2', { maxExportBatchSize: 3 })).toEqual([3, 3]);
    },
  },
  OTEL_SDK_DISABLED: {
    winners: [],
    test: async () => {
      expect(names(await spansIn({ OTEL_SDK_DISABLED: 'false' }))).toEqual(ALL);
      expect(await spansIn({ OTEL_SDK_DISABLED: 'true' }, { tracing: { sampler: 'always' } })).toEqual([]);
    },
  },
  OTEL_CONFIG_FILE: {
    winners: [],
    test: async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'otel-config-')), 'otel.yaml');
      writeFileSync(
        file,
        [
          'file_format: "1.0"',
          'log_level: fatal',
          'tracer_provider:',
          '  processors:',
          '    - batch:',
          '        exporter:',
          '          otlp_http:',
          `            endpoint: ${otlp.endpoint}/v1/traces`,
          '',
        ].join('\n'),
      );
      await runIn({ OTEL_CONFIG_FILE: file }, { tracing: { exporter: { type: 'otlp', endpoint: other.endpoint } } });
      expect(names(otlp.spans)).toEqual(ALL);
      expect(other.spans).toEqual([]);
    },
  },
};
