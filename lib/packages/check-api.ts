import * as api from '@opentelemetry/api';
import { TelemetryError } from '../telemetry.errors.js';

/**
 * An application can force an older version of the API on all packages, by overrides or resolutions.
 *
 * @throws TelemetryError with code MODULE_TOO_OLD when it lacks what telemetry uses.
 */
export function checkApi(installed: object = api): void {
  // New in 1.10. The name is looked up here: an import of it would fail before anything could be said.
  if ('logs' in installed) return;
  throw new TelemetryError(
    'MODULE_TOO_OLD',
    'The package @opentelemetry/api is older than 1.10.',
    'nestjs-telemetry brings a newer one, and the overrides or resolutions of this application replace it.',
    'Raise @opentelemetry/api to 1.10 there, or remove it there. `npm ls @opentelemetry/api` shows the versions.',
  );
}
