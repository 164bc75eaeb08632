import type { ModulesContainer } from '@nestjs/core';
import type { ReportFault } from '../observation/index.js';
import { telemetryModules } from './telemetry-modules.js';

/**
 * Has Nest end TelemetryModule after all other modules, whatever the order of imports. Nest ends modules by their
 * distance from the root, the largest last, and gives all global modules the same large distance: of those, the one
 * that was imported first ends last. A distance beyond that makes the order certain.
 *
 * Where Nest does not take the distance, and another global module was imported earlier, it reports what to do.
 */
export function endLast(modules: ModulesContainer, report: ReportFault): void {
  const [own] = telemetryModules(modules);
  if (own === undefined || moveBehindAll(own)) return;
  const earlier = [...modules.values()].slice(1).find((module) => module.isGlobal || module === own);
  if (earlier === own || earlier === undefined) return;
  report(
    `What ${earlier.name} does while the application shuts down is not recorded, because TelemetryModule ends before it. Import TelemetryModule first`,
  );
}

function moveBehindAll(module: { distance: number }): boolean {
  try {
    if (typeof module.distance !== 'number') return false;
    module.distance = Number.POSITIVE_INFINITY;
    return module.distance === Number.POSITIVE_INFINITY;
  } catch {
    return false;
  }
}
