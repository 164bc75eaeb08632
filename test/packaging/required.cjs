// The same package, from CommonJS.
require('reflect-metadata');
const { Logger, Metrics, TelemetryModule, Tracing } = require('nestjs-telemetry');

process.stdout.write(JSON.stringify([TelemetryModule, Logger, Metrics, Tracing].map(({ name }) => name)));
