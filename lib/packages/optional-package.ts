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
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new TelemetryError(
      'MODULE_MISSING',
      `The package ${name} is not installed.`,
      `It is needed for ${neededFor}, and installed only where that is chosen.`,
      `Run: npm install ${name}`,
      { cause: error },
    );
  }
}

/** An installed package that lacks one of its dependencies is broken, not missing. */
function isMissing(error: unknown, name: string): boolean {
  // No instanceof: errors of Jest's module loader come from another realm.
  const { code, message, pnpCode } = Object(error) as Partial<NodeJS.ErrnoException> & { pnpCode?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return false;
  // Yarn Plug'n'Play: "nestjs-telemetry tried to access pg (a peer dependency) but it isn't provided …".
  return String(message).includes(pnpCode === undefined ? `'${name}'` : ` access ${name} `);
}
