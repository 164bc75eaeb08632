import type { OtlpExporterOptions } from 'nestjs-telemetry';
import { SHOP_SPANS } from '../integration/exporters/shop.js';
import { ZipkinReceiver } from '../integration/exporters/zipkin-receiver.js';
import { runIn } from './environment-application.js';
import { other, otlp, silent, zipkin } from './environment-receivers.js';
import type { RowTest } from './environment-table.js';

const names = (spans: ReadonlyArray<{ readonly name: string }>) => spans.map(({ name }) => name).sort();
const ALL = [...SHOP_SPANS].sort();

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

export const OTLP_AND_ZIPKIN_ROWS: Readonly<Record<string, RowTest>> = {
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
};
