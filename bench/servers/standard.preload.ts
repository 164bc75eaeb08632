// Has to run before the application is loaded: `node --import standard.preload.js standard.server.js`.
import { register } from 'node:module';
import { FastifyOtelInstrumentation } from '@fastify/otel';
import { ExpressInstrumentation } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

new NodeSDK({
  instrumentations: [
    new HttpInstrumentation(),
    process.argv[2] === 'fastify'
      ? new FastifyOtelInstrumentation({ registerOnInitialization: true })
      : new ExpressInstrumentation(),
  ],
  // Metrics go through Prometheus and logs through pino.
  metricReaders: [],
  logRecordProcessors: [],
}).start();
