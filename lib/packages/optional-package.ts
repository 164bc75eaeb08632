import { TelemetryError } from '../telemetry.errors.js';

/**
 * Loads an optional peer dependency. `load` contains the `import()`, so that compilers and bundlers find the types and
 * the module.
 *
 * @throws TelemetryError with code MODULE_MISSING when the package is not installed.
 */
export async function loadOptional<Module>(
  name: string,
  neededFor: string,
  load: () => Promise<Module>,
): Promise<Module> {
  let cause: unknown;
  try {
    const module = await load();
    if (!isEmpty(module)) return module;
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    cause = error;
  }
  throw new TelemetryError(
    'MODULE_MISSING',
    `The package ${name} is not installed.`,
    `It is needed for ${neededFor}, and installed only where that is chosen.`,
    `Run: npm install ${name}`,
    { cause },
  );
}

/** In a bundle of webpack, the second import of a package that is missing succeeds, and gives nothing. */
function isEmpty(module: unknown): boolean {
  if (typeof module !== 'object' || module === null) return false;
  const { default: standard, ...named } = module as { readonly default?: unknown };
  return Object.keys(named).length === 0 && (standard === undefined || isBareObject(standard));
}

function isBareObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** An installed package that lacks one of its dependencies is broken, not missing. */
function isMissing(error: unknown, name: string): boolean {
  // No instanceof: errors of Jest's module loader come from another realm.
  const { code, message, pnpCode } = Object(error) as Partial<NodeJS.ErrnoException> & { pnpCode?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return false;
  // Yarn Plug'n'Play: "nestjs-telemetry tried to access pg (a peer dependency) but it isn't provided …".
  return String(message).includes(pnpCode === undefined ? `'${name}'` : ` access ${name} `);
}
