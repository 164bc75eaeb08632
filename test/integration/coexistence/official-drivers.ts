import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { MongoDBInstrumentation } from '@opentelemetry/instrumentation-mongodb';
import { MySQL2Instrumentation } from '@opentelemetry/instrumentation-mysql2';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { RedisInstrumentation } from '@opentelemetry/instrumentation-redis';
import { NodeSDK } from '@opentelemetry/sdk-node';

// For `node --import`: OpenTelemetry's own instrumentations of drivers, before any of them is loaded. They send their
// spans where `OTEL_EXPORTER_OTLP_ENDPOINT` says.
new NodeSDK({
  instrumentations: [
    new PgInstrumentation(),
    new MySQL2Instrumentation(),
    new IORedisInstrumentation(),
    new RedisInstrumentation(),
    new MongoDBInstrumentation(),
  ],
  metricReaders: [],
  logRecordProcessors: [],
  autoDetectResources: false,
}).start();
