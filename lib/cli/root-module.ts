import type { Type } from '@nestjs/common';

/** What the decorator `@Module()` leaves on a class. */
const MODULE_METADATA = ['imports', 'controllers', 'providers', 'exports'];

/** The module that a file exports: by default, as AppModule, or as the only one. */
export function rootModule(exported: object): Type | undefined {
  const { default: standard, ...named } = exported as { readonly default?: unknown };
  // Of CommonJS, the default export holds all others.
  const all = { ...(typeof standard === 'object' ? standard : {}), ...named } as Readonly<Record<string, unknown>>;
  const modules = Object.values(all).filter(isModule);
  if (isModule(standard)) return standard;
  return modules.find(({ name }) => name === 'AppModule') ?? (modules.length === 1 ? modules[0] : undefined);
}

function isModule(value: unknown): value is Type {
  const metadata = Reflect as unknown as { hasOwnMetadata?(key: string, target: object): boolean };
  return typeof value === 'function' && MODULE_METADATA.some((key) => metadata.hasOwnMetadata?.(key, value) === true);
}
