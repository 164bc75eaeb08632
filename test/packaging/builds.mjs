// Both builds in one process: what they share, and what they export.
import 'reflect-metadata';
import { createRequire } from 'node:module';
import * as esm from 'nestjs-telemetry';
import * as prometheus from 'nestjs-telemetry/prometheus';

const require = createRequire(import.meta.url);
const cjs = require('./node_modules/nestjs-telemetry/dist/cjs/index.cjs');
const required = require('nestjs-telemetry');

const { isTelemetryError, TelemetryError } = esm;
const names = (module) => Object.keys(module).sort().join();
const error = new cjs.TelemetryError('INVALID_OPTION', 'a', 'b', 'c');
process.stdout.write(
  JSON.stringify({
    sameExports: names(esm) === names(cjs),
    samePrometheus: names(prometheus) === names(require('./node_modules/nestjs-telemetry/dist/cjs/prometheus.cjs')),
    requireGivesThePrometheus: require('nestjs-telemetry/prometheus').InjectMetric === prometheus.InjectMetric,
    requireGivesTheModule: required.TelemetryModule === esm.TelemetryModule,
    namesKept: Object.entries(cjs).every(([name, value]) => !/^class\b/.test(String(value)) || value.name === name),
    recognised: isTelemetryError(error) && !(error instanceof TelemetryError),
    others: [undefined, null, 'x', new Error('x'), {}].some(isTelemetryError),
    state: Object.getOwnPropertySymbols(globalThis)
      .map(String)
      .filter((symbol) => symbol.startsWith('Symbol(nestjs-telemetry:slot')).length,
    decorated: await decorated(),
  }),
);

/** A class that uses the decorators of one build, in an application of the other. */
async function decorated() {
  const { Module } = await import('@nestjs/common');
  const { NestFactory } = await import('@nestjs/core');
  class Work {
    run() {
      return 'done';
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Work.prototype, 'run');
  const span = cjs.Span('of the other build')(Work.prototype, 'run', descriptor);
  Object.defineProperty(Work.prototype, 'run', span ?? descriptor);
  const spans = [];
  const exporter = {
    export: (batch, done) => {
      spans.push(...batch.map(({ name }) => name));
      done({ code: 0 });
    },
    shutdown: () => Promise.resolve(),
  };
  class AppModule {}
  Module({ imports: [esm.TelemetryModule.forRoot({ tracing: { exporter } })], providers: [Work] })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  app.get(Work).run();
  await app.close();
  return spans;
}
