import { Registry } from 'prom-client';
import type { ResolvedOptions } from '../telemetry.options.js';

/** A registry for one application: two applications in one process have separate numbers. */
export function createRegistry({ metrics }: Pick<ResolvedOptions, 'metrics'>): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ ...metrics.defaultLabels });
  return registry;
}
