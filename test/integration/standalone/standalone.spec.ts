import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';

import { Logger, Metrics, TelemetryModule, TraceOperation, Tracing } from 'nestjs-telemetry';
import { ExaminedSpanExporter } from '../../conventions/registry/examined-exporter.js';

@Injectable()
class NightlyService {
  constructor(private readonly logger: Logger) {}

  @TraceOperation('close books')
  async closeBooks(): Promise<string> {
    this.logger.info('closing');
    return 'closed';
  }
}

function applicationModule() {
  const exporter = new ExaminedSpanExporter();
  const lines: string[] = [];
  @Module({
    imports: [
      TelemetryModule.forRoot({
        tracing: { exporter },
        logging: { format: 'json', destination: { write: (line: string) => lines.push(line) } },
      }),
    ],
    providers: [NightlyService],
  })
  class ApplicationModule {}
  return { ApplicationModule, exporter, lines };
}

// Applications without an HTTP server: a command, a job, a worker.
describe.each([
  [
    'an application context',
    (module: object) => NestFactory.createApplicationContext(module as never, { logger: false }),
  ],
  [
    'a microservice',
    (module: object) =>
      NestFactory.createMicroservice(module as never, {
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port: 0 },
        logger: false,
      }),
  ],
])('%s', (_what, create) => {
  it('traces, counts and logs its own work, and flushes at its end', async () => {
    const { ApplicationModule, exporter, lines } = applicationModule();
    const app = await create(ApplicationModule);
    await app.init();

    expect(await app.get(NightlyService).closeBooks()).toBe('closed');
    await app.get(Tracing).flush();
    const [span] = exporter.getFinishedSpans();
    const metrics = await app.get(Metrics).registry.metrics();
    await app.close();

    expect(span?.name).toBe('close books');
    expect(metrics).toContain('business_operations_total{operation="close books",result="success",error_type=""} 1');
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ message: 'closing', trace_id: span?.spanContext().traceId }),
    ]);
  });
});
