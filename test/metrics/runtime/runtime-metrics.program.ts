// Starts the metrics of the process and has nothing else to do: it must end by itself.
import { Registry } from 'prom-client';
import { startRuntimeMetrics } from '../../../lib/metrics/runtime/runtime-metrics.js';

const registry = new Registry();
startRuntimeMetrics(registry);
await registry.metrics();
process.stdout.write('started\n');
