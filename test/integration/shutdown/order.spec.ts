import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { Logger, type ReportedSpan, Span, TelemetryModule } from 'nestjs-telemetry';
import { endLast } from '../../../lib/assembly/end-last.js';
import { RunningProcess } from './running-process.js';

@Global()
@Module({})
class GoodbyeModule implements OnApplicationShutdown {
  constructor(private readonly logger: Logger) {}

  @Span('goodbye')
  onApplicationShutdown(): void {
    this.logger.info('goodbye');
  }
}

describe.each([
  ['first', true],
  ['last', false],
])('imported %s', (_place, first) => {
  it('telemetry ends after every other module', async () => {
    const spans: string[] = [];
    const lines: string[] = [];
    const telemetry = TelemetryModule.forRoot({
      tracing: { exporter: { report: (span: ReportedSpan) => void spans.push(span.operationName), close() {} } },
      logging: { format: 'json', destination: { write: (line: string) => void lines.push(line) } },
    });
    @Module({ imports: first ? [telemetry, GoodbyeModule] : [GoodbyeModule, telemetry] })
    class RootModule {}
    const app = await NestFactory.createApplicationContext(RootModule, { logger: false });
    await app.close();
    expect(spans).toEqual(['goodbye']);
    const [line, ...others] = lines.map((text) => JSON.parse(text) as { message: string; trace_id?: string });
    expect(line).toMatchObject({ message: 'goodbye', trace_id: expect.any(String) });
    expect(others).toEqual([]);
  });

  it('the lines of the last tick are written before the signal ends the process', async () => {
    const running = RunningProcess.start('./last-tick.process.ts', first);
    try {
      await running.message();
      expect(await running.end(10_000, 'SIGTERM')).toBe('SIGTERM');
      const numbers = running.lines.map((line) => (line['fields'] as { readonly number: number }).number);
      expect(numbers).toEqual([...Array(100).keys()]);
    } finally {
      running.kill();
    }
  });

  it('a Nest that keeps its distances gets a report only where it matters', async () => {
    const telemetry = TelemetryModule.forRoot({ logging: { level: 'silent' } });
    @Module({ imports: first ? [telemetry, GoodbyeModule] : [GoodbyeModule, telemetry] })
    class RootModule {}
    const app = await NestFactory.createApplicationContext(RootModule, { logger: false });
    const reports: string[] = [];
    const modules = app.get(ModulesContainer);
    const fixed = [...modules].map(([token, module]) => {
      const keep = { get: () => 1, set: () => undefined };
      return [token, Object.create(module, { distance: keep, isGlobal: { value: module.isGlobal } })] as const;
    });
    endLast(new Map(fixed) as unknown as ModulesContainer, (what) => reports.push(what));
    await app.close();
    const blamed = reports.map((report) => /^What (\w+) does .* Import TelemetryModule first$/.exec(report)?.[1]);
    expect(blamed).toEqual(first ? [] : ['GoodbyeModule']);
  });
});
