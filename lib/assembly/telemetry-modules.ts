import type { ModulesContainer } from '@nestjs/core';
import { TELEMETRY_OPTIONS } from '../telemetry.module-definition.js';
import { TelemetryError } from '../telemetry.errors.js';
import type { TelemetryOptions } from '../telemetry.options.js';
import { RESOLVED_OPTIONS } from './tokens.js';

type ModuleRef = ModulesContainer extends Map<string, infer M> ? M : never;

/** The TelemetryModules of one application. By what they provide: another copy of this package has another class. */
export function telemetryModules(modules: ModulesContainer): ModuleRef[] {
  return [...modules.values()].filter(({ providers }) => providers.has(RESOLVED_OPTIONS));
}

/**
 * The options of the only TelemetryModule of an application, of whatever kind: with HTTP or without.
 *
 * @throws TelemetryError with code IMPORTED_TWICE, or INVALID_OPTION for the bare class.
 */
export function optionsOfOnly(options: TelemetryOptions, modules: ModulesContainer): TelemetryOptions {
  const found = telemetryModules(modules);
  if (found.length > 1) {
    throw new TelemetryError(
      'IMPORTED_TWICE',
      'TelemetryModule is in this application more than once.',
      'Each copy would report every call, and so everything would be counted twice.',
      'Call TelemetryModule.forRoot() or forRootAsync() once, in the root module; it is global.',
    );
  }
  if (!found.some(({ providers }) => providers.has(TELEMETRY_OPTIONS))) {
    throw new TelemetryError(
      'INVALID_OPTION',
      'TelemetryModule is imported without forRoot().',
      'The bare class has no options and is not global.',
      'Import TelemetryModule.forRoot() in the root module, and nothing elsewhere.',
    );
  }
  return options;
}
