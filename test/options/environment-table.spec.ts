import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InMemorySpanExporter, type ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpExporterOptions, TelemetryOptions, Tracing } from 'nestjs-telemetry';
import { order, SHOP_SPANS, TRACE_ID } from '../integration/exporters/shop.js';
import { SilentReceiver } from '../integration/exporters/silent-receiver.js';
import { ZipkinReceiver } from '../integration/exporters/zipkin-receiver.js';
import { OtlpReceiver } from '../integration/otlp/otlp-receiver.js';
import { NotingExporter, runIn } from './environment-application.js';
import { environmentTable } from './environment-table.js';

const OTHER_TRACE = '1'.repeat(32);

let otlp: OtlpReceiver;
let other: OtlpReceiver;
let zipkin: ZipkinReceiver;
let silent: SilentReceiver;

/** The spans that stay in the process; runs clear the exporter when they close, so they are copied before. */
async function spansIn(variables: Record<string, string>, options: TelemetryOptions = {}): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  const spans: ReadableSpan[] = [];
  await runIn(variables, { ...options, tracing: { exporter, ...options.tracing } }, async (url, tracing: Tracing) => {
    await order(url);
    await tracing.flush();
    spans.push(...exporter.getFinishedSpans());
  });
  return spans;
}

/** What OTLP over HTTP receives. */
async function headersIn(variables: Record<string, string>, exporter?: Partial<OtlpExporterOptions>, tracing = {}) {
  const before = otlp.headers.length;
  await runIn(
    { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.endpoint, ...variables },
    { tracing: { ...(exporter === undefined ? {} : { exporter: { type: 'otlp', ...exporter } }), ...tracing } },
  );
  expect(otlp.headers.length).toBe(before + 1);
  return otlp.headers[before];
}

const names = (spans: ReadonlyArray<{ readonly name: string }>) => spans.map(({ name }) => name).sort();
const ALL = [...SHOP_SPANS].sort();

async function givesUpOnOtlp(variable: string): Promise<void> {
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: silent.endpoint, OTEL_TRACES_EXPORTER: 'otlp' };
  const given = await runIn({ ...environment, [variable]: '80' });
  expect(given.counts).toEqual([{ exporter: 'otlp', exported: 0, failed: 3, dropped: 0 }]);
  const won = await runIn(
    { ...environment, [variable]: '600000' },
    { tracing: { exporter: { type: 'otlp', timeoutMs: 80 } } },
  );
  expect(won.counts).toEqual([{ exporter: 'otlp', exported: 0, failed: 3, dropped: 0 }]);
}

async function compresses(variable: string): Promise<void> {
  expect(await headersIn({ [variable]: 'gzip' })).toMatchObject({ 'content-encoding': 'gzip' });
  expect(await headersIn({ [variable]: 'gzip' }, { compression: 'none' })).not.toHaveProperty('content-encoding');
}

async function sendsHeaders(variable: string): Promise<void> {
  expect(await headersIn({ [variable]: 'x-key=environment,x-tenant=blue' })).toMatchObject({
    'x-key': 'environment',
    'x-tenant': 'blue',
  });
  const won = await headersIn({ [variable]: 'x-key=environment' }, undefined, { headers: { 'x-key': 'option' } });
  expect(won).toMatchObject({ 'x-key': 'option' });
}

async function speaks(variable: string): Promise<void> {
  expect(await headersIn({ [variable]: 'http/json' })).toMatchObject({ 'content-type': 'application/json' });
  const won = await headersIn({ [variable]: 'http/json' }, { protocol: 'http/protobuf' });
  expect(won).toMatchObject({ 'content-type': 'application/x-protobuf' });
}

async function sendsTo(variable: string, path: string, expected: string): Promise<void> {
  await runIn({ [variable]: otlp.endpoint + path });
  expect(names(otlp.spans)).toEqual(ALL);
  expect(otlp.paths).toEqual([expected]);
  await runIn({ [variable]: otlp.endpoint + path }, { tracing: { endpoint: other.endpoint } });
  expect(otlp.paths).toHaveLength(1);
  expect(names(other.spans)).toEqual(ALL);
}

/** One test for each row: what the variable does, and that each option named beside it wins. */
const TESTS: Readonly<Record<string, { readonly winners: readonly string[]; readonly test: () => Promise<void> }>> = {
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
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    winners: ['tracing.endpoint'],
    test: () => sendsTo('OTEL_EXPORTER_OTLP_ENDPOINT', '/base', '/base/v1/traces'),
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    winners: ['tracing.endpoint'],
    test: () => sendsTo('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', '/as/it/is', '/as/it/is'),
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: { winners: ['protocol'], test: () => speaks('OTEL_EXPORTER_OTLP_PROTOCOL') },
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: {
    winners: ['protocol'],
    test: async () => {
      await speaks('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL');
      const both = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' };
      expect(await headersIn(both)).toMatchObject({ 'content-type': 'application/json' });
    },
  },
  OTEL_EXPORTER_OTLP_HEADERS: { winners: ['tracing.headers'], test: () => sendsHeaders('OTEL_EXPORTER_OTLP_HEADERS') },
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: {
    winners: ['tracing.headers'],
    test: async () => {
      await sendsHeaders('OTEL_EXPORTER_OTLP_TRACES_HEADERS');
      const both = {
        OTEL_EXPORTER_OTLP_HEADERS: 'x-key=all,x-tenant=blue',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-key=traces',
      };
      expect(await headersIn(both)).toMatchObject({ 'x-key': 'traces', 'x-tenant': 'blue' });
    },
  },
  OTEL_EXPORTER_OTLP_TIMEOUT: { winners: ['timeoutMs'], test: () => givesUpOnOtlp('OTEL_EXPORTER_OTLP_TIMEOUT') },
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: {
    winners: ['timeoutMs'],
    test: async () => {
      await givesUpOnOtlp('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT');
      const { counts } = await runIn({
        OTEL_EXPORTER_OTLP_ENDPOINT: silent.endpoint,
        OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
        OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '80',
      });
      expect(counts).toEqual([{ exporter: 'otlp', exported: 0, failed: 3, dropped: 0 }]);
    },
  },
  OTEL_EXPORTER_OTLP_COMPRESSION: {
    winners: ['compression'],
    test: () => compresses('OTEL_EXPORTER_OTLP_COMPRESSION'),
  },
  OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: {
    winners: ['compression'],
    test: async () => {
      await compresses('OTEL_EXPORTER_OTLP_TRACES_COMPRESSION');
      const both = { OTEL_EXPORTER_OTLP_COMPRESSION: 'none', OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip' };
      expect(await headersIn(both)).toMatchObject({ 'content-encoding': 'gzip' });
    },
  },
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: {
    winners: ['endpoint'],
    test: async () => {
      const second = await ZipkinReceiver.start();
      const variables = { OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: zipkin.endpoint };
      await runIn(variables);
      expect([zipkin.spans.length, zipkin.problems]).toEqual([3, []]);
      await runIn(variables, { tracing: { exporter: { type: 'zipkin', endpoint: second.endpoint } } });
      await second.close();
      expect([zipkin.spans.length, second.spans.length]).toEqual([3, 3]);
    },
  },
  OTEL_EXPORTER_ZIPKIN_TIMEOUT: {
    winners: ['timeoutMs'],
    test: async () => {
      const variables = { OTEL_TRACES_EXPORTER: 'zipkin', OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${silent.endpoint}/` };
      const lost = [{ exporter: 'zipkin', exported: 0, failed: 3, dropped: 0 }];
      expect((await runIn({ ...variables, OTEL_EXPORTER_ZIPKIN_TIMEOUT: '80' })).counts).toEqual(lost);
      const tracing = { exporter: { type: 'zipkin', timeoutMs: 80 } } as const;
      expect((await runIn({ ...variables, OTEL_EXPORTER_ZIPKIN_TIMEOUT: '600000' }, { tracing })).counts).toEqual(lost);
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
        const exporter = new InMemorySpanExporter();
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

describe('the table in docs/environment.md', () => {
  beforeEach(async () => {
    [otlp, other, zipkin, silent] = await Promise.all([
      OtlpReceiver.start(),
      OtlpReceiver.start(),
      ZipkinReceiver.start(),
      SilentReceiver.start(),
    ]);
  });
  afterEach(() => Promise.all([otlp.close(), other.close(), zipkin.close(), silent.close()]));

  const rows = environmentTable();

  it('has a test for each row, and a row for each test', () => {
    expect(rows.map(({ variable }) => variable).sort()).toEqual(Object.keys(TESTS).sort());
  });

  it.each(rows.map((row) => [row.variable, row] as const))(
    '%s does what its row says',
    async (variable, { winners }) => {
      const row = TESTS[variable];
      expect(winners).toEqual(row?.winners);
      await row?.test();
      expect.hasAssertions();
    },
  );
});
