// The same as an ES module.
import 'reflect-metadata';
import { Test } from '@nestjs/testing';
import { Logger, Metrics, TelemetryModule, Tracing } from 'nestjs-telemetry';

it('starts an application with telemetry', async () => {
  const testing = await Test.createTestingModule({ imports: [TelemetryModule.forRoot()] }).compile();
  const app = testing.createNestApplication();
  await app.init();
  for (const provider of [Logger, Metrics, Tracing]) expect(app.get(provider)).toBeInstanceOf(provider);
  await app.close();
});
