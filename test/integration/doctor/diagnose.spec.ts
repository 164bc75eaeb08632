import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { trace, type TracerProvider } from '@opentelemetry/api';
import { TelemetryModule, type TelemetryOptions } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

function about(findings: readonly { readonly about: string; readonly level: string }[], subject: string): string[] {
  return findings.filter((finding) => finding.about === subject).map(({ level }) => level);
}

describe.each(ADAPTERS)('the diagnosis of an application on %s', (adapter) => {
  it('says what it has, as JSON', async () => {
    const { app } = await startObserved(adapter, {}, { service: { name: 'shop' }, metrics: { endpoint: '/m' } });
    const diagnosis = await TelemetryModule.diagnose(app);
    await app.close();
    expect(diagnosis).toMatchObject({
      versions: { node: process.versions.node, nest: expect.any(String) },
      destinations: { traces: [expect.stringMatching(/SpanExporter$/)], metrics: ['/m'] },
      observed: expect.arrayContaining(['http-server']),
      options: expect.arrayContaining([{ name: 'service.name', value: '"shop"', from: 'code', ignored: [] }]),
    });
    expect(about(diagnosis.findings, 'http-server')).toEqual(['ok']);
    expect(JSON.parse(JSON.stringify(diagnosis))).toEqual(diagnosis);
  });

  it('tells two applications of one process apart', async () => {
    const first = await startObserved(adapter, {}, { service: { name: 'first' } });
    const second = await startObserved(adapter, {}, { service: { name: 'second' } });
    const names = await Promise.all(
      [first, second].map(async ({ app }) => {
        const { options } = await TelemetryModule.diagnose(app);
        return options.find(({ name }) => name === 'service.name')?.value;
      }),
    );
    await first.close();
    await second.close();
    expect(names).toEqual(['"first"', '"second"']);
  });

  it('says that another provider has the traces', async () => {
    const tracer = { startSpan: () => trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 }) };
    trace.setGlobalTracerProvider({ getTracer: () => tracer } as unknown as TracerProvider);
    try {
      const { app } = await startObserved(adapter, {});
      const { destinations, findings } = await TelemetryModule.diagnose(app);
      await app.close();
      expect(destinations?.traces).toEqual(["the application's OpenTelemetry provider"]);
      expect(about(findings, 'traces')).toEqual(['warning']);
    } finally {
      trace.disable();
    }
  });
});

describe('the diagnosis', () => {
  it('needs no application', async () => {
    const { destinations, observed, packages } = await TelemetryModule.diagnose();
    expect([destinations, observed]).toEqual([undefined, []]);
    expect(packages.map(({ name }) => name)).toContain('@opentelemetry/api');
  });

  it('of an application without telemetry says so', async () => {
    @Module({})
    class Bare {}
    const app = await Test.createTestingModule({ imports: [Bare] }).compile();
    const { findings } = await TelemetryModule.diagnose(app);
    expect(findings[0]).toMatchObject({ level: 'error', about: 'application' });
  });

  it('does not show what the options keep secret', async () => {
    const options: TelemetryOptions = {
      tracing: { headers: { 'x-team': 's3cret' }, endpoint: 'http://u:s3cret@127.0.0.1:9' },
      logging: { otlp: { endpoint: 'http://s3cret@127.0.0.1:9', apiKey: 's3cret', exportTimeoutMs: 100 } },
    };
    const { app } = await startObserved('express', {}, { ...options, shutdownTimeoutMs: 100 });
    const diagnosis = await TelemetryModule.diagnose(app);
    await app.close();
    expect(about(diagnosis.findings, 'logs')).toEqual(['error']);
    expect(JSON.stringify(diagnosis)).not.toContain('s3cret');
  });
});
