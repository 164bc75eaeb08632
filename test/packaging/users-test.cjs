// A test as users of Jest have it, in CommonJS. It is copied to where this package is installed.
require('reflect-metadata');
const { Test } = require('@nestjs/testing');
const { Logger, Metrics, TelemetryModule, Tracing } = require('nestjs-telemetry');

it('starts an application with telemetry', async () => {
  const testing = await Test.createTestingModule({ imports: [TelemetryModule.forRoot()] }).compile();
  const app = testing.createNestApplication();
  await app.init();
  for (const provider of [Logger, Metrics, Tracing]) expect(app.get(provider)).toBeInstanceOf(provider);
  await app.close();
});
