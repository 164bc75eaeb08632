import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger, type ReportedSpan, TelemetryModule, Tracing } from 'nestjs-telemetry';

const ENDS: Record<string, () => Promise<void>> = {
  throws: () => {
    throw new Error('broken');
  },
  rejects: () => Promise.reject(new Error('broken')),
  hangs: () => new Promise(() => undefined),
};

it.each(Object.entries(ENDS))('an exporter whose end %s is named, and all others end', async (how, close) => {
  const good: string[] = [];
  const lines: string[] = [];
  const ended: string[] = [];
  const telemetry = TelemetryModule.forRoot({
    shutdownTimeoutMs: 800,
    tracing: {
      exporter: [
        { report: () => undefined, close: close as () => void },
        { report: (span: ReportedSpan) => void good.push(span.operationName), close: () => void ended.push('good') },
      ],
    },
    logging: { format: 'json', destination: { write: (line: string) => void lines.push(line) } },
  });
  @Module({ imports: [telemetry] })
  class RootModule {}
  const app = await NestFactory.createApplicationContext(RootModule, { bufferLogs: true });
  app.useLogger(app.get(Logger));
  app.get(Tracing).run('work', () => undefined);
  await app.close();
  expect(good).toEqual(['work']);
  expect(ended).toEqual(['good']);
  const reports = lines.map((line) => (JSON.parse(line) as { readonly message: string }).message);
  const expected = how === 'hangs' ? 'did not shut down in time' : 'failed to shut down: Error: broken';
  expect(reports.filter((report) => report.startsWith('The exporter'))).toEqual([
    expect.stringContaining(`The exporter custom ${expected}`),
  ]);
});
