import { resolveOptions, type ResolvedOptions } from '../../telemetry.options.js';

/** The options before those of the application are known: every level, and the defaults of the environment. */
export function startOptions(): ResolvedOptions {
  const given = { logging: { level: 'verbose' } } as const;
  try {
    return resolveOptions(given, process.env, ignore);
  } catch {
    // The module refuses the same variables, with a sentence.
    return resolveOptions(given, {}, ignore);
  }
}

function ignore(): void {
  // The module reports the same.
}
