import { Registry } from 'prom-client';
import type { ResolvedOptions } from '../telemetry.options.js';

/** A registry of the application's own: two applications in one process do not share their numbers. */
export function createRegistry({ metrics }: Pick<ResolvedOptions, 'metrics'>): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ ...metrics.defaultLabels });
  return registry;
}
