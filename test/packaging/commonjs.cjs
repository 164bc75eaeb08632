// An application on the CommonJS build, as Jest and bundlers load it, with an OTLP receiver, a log with callers and metrics.
require('reflect-metadata');
const { createServer } = require('node:http');
const { Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const {
  Logger,
  Metrics,
  StartLogger,
  TelemetryModule,
  Tracing,
} = require('./node_modules/nestjs-telemetry/dist/cjs/index.cjs');

async function main() {
  const received = {};
  const receiver = createServer((request, response) => {
    received[request.url] = (received[request.url] ?? 0) + 1;
    request.resume().on('end', () => response.end());
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${receiver.address().port}`;

  class AppModule {}
  Module({
    imports: [
      TelemetryModule.forRoot({
        tracing: { exporter: 'otlp', endpoint, propagators: ['tracecontext', 'b3'] },
        metrics: { otlp: { endpoint } },
        logging: { format: 'json', caller: true, otlp: { endpoint } },
      }),
    ],
  })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: new StartLogger() });
  app.get(Metrics).counter('things_total').inc();
  app.get(Tracing).run('work', function work() {
    app.get(Logger).info('from here');
  });
  await app.close();
  await new Promise((resolve) => receiver.close(resolve));
  process.stdout.write(JSON.stringify(received));
}

void main();
