// Tells its parent how many queries were seen by an application that says nothing of drivers.
import { Test } from '@nestjs/testing';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { TelemetryModule, Tracing } from 'nestjs-telemetry';

const loads = process.argv[2] === 'loads';
if (loads) await import('node:sqlite');
const exporter = new InMemorySpanExporter();
const destination = { write: () => undefined };
const imports = [TelemetryModule.forRoot({ tracing: { exporter }, logging: { destination } })];
const module = await Test.createTestingModule({ imports }).compile();
await module.init();
const { moduleLoadList } = process as never as { moduleLoadList: readonly string[] };
const loaded = moduleLoadList.includes('NativeModule sqlite');
if (loads) {
  const { DatabaseSync } = await import('node:sqlite');
  new DatabaseSync(':memory:').prepare('SELECT 1').all();
}
await module.get(Tracing).flush();
process.send?.({ loaded, queries: exporter.getFinishedSpans().map(({ name }) => name) });
await module.close();
