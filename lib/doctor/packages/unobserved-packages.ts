import { KNOWN_PACKAGES } from './known-packages.js';
import type { UnobservedPackage } from './known-package.js';

/** The packages among `declared` that telemetry knows and does not observe. `observed` are the running instrumentations. */
export function unobservedPackages(
  declared: ReadonlySet<string>,
  observed: ReadonlySet<string> = new Set(),
): readonly UnobservedPackage[] {
  return KNOWN_PACKAGES.filter(
    ({ name, unless = [] }) =>
      declared.has(name) && !observed.has(name) && !unless.some((other) => declared.has(other)),
  ).map(({ name, costs, fix }) => ({ name, costs, fix }));
}
