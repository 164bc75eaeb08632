import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TelemetryModule } from 'nestjs-telemetry';
import { ADAPTERS, startObserved } from '../observed-application.js';

const HAS_STARTED = 'Telemetry has started';

describe.each(ADAPTERS)('an application on %s', (adapter) => {
  it('says once where its telemetry goes, and what it observes', async () => {
    const { app, port, lines } = await startObserved(adapter, {}, { logging: { startLine: true } });
    await app.close();
    const said = lines().filter(({ message }) => message === HAS_STARTED);
    expect(said).toEqual([expect.objectContaining({ level: 'info', context: 'Telemetry' })]);
    expect(said[0]?.fields).toMatchObject({
      traces: [expect.stringMatching(/SpanExporter$/)],
      metrics: [`:${port}/metrics`],
      logs: ["the application's stream (json)"],
      observed: expect.arrayContaining(['http-server']),
      more: 'npx nestjs-telemetry doctor',
    });
  });

  it('names the separate port of the metrics', async () => {
    const options = { logging: { startLine: true }, metrics: { endpoint: { port: 0 } } };
    const { app, port, lines } = await startObserved(adapter, {}, options);
    await app.close();
    const said = lines().find(({ message }) => message === HAS_STARTED);
    const [metrics] = (said?.fields?.['metrics'] ?? []) as string[];
    expect(metrics).toMatch(/^:\d+\/metrics$/);
    expect(metrics).not.toBe(`:${port}/metrics`);
  });

  it('says nothing in a test by default', async () => {
    const { app, lines } = await startObserved(adapter, {});
    await app.close();
    expect(lines().filter(({ context }) => context === 'Telemetry')).toEqual([]);
  });
});

it('a job without a server says it when it has started', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  @Module({ imports: [TelemetryModule.forRoot({ logging: { startLine: true, format: 'text', destination } })] })
  class Job {}
  const app = await NestFactory.createApplicationContext(Job, { logger: false });
  await app.close();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("traces → nowhere; metrics → nowhere; logs → the application's stream (text)");
});
