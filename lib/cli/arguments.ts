/** What the command line asks for. */
export interface Arguments {
  /** The entry of an application, or a file that exports its module. */
  readonly path: string | undefined;
  readonly json: boolean;
}

export const USAGE = `Usage: nestjs-telemetry doctor [path] [--json]

  path    the compiled entry of the application (dist/main.js), or a compiled file that exports
          its root module (dist/app.module.js). Without it, only installed packages and the
          environment are examined.
  --json  writes the diagnosis as JSON.

Exit code: 0 fine, 1 at least one error was found, 2 wrong usage.
`;

/** Undefined for wrong usage. */
export function readArguments(given: readonly string[]): Arguments | 'help' | undefined {
  const [command, ...rest] = given;
  if (given.includes('--help') || given.includes('-h') || command === 'help') return 'help';
  const paths = rest.filter((each) => !each.startsWith('-'));
  const flags = rest.filter((each) => each.startsWith('-'));
  if (command !== 'doctor' || paths.length > 1 || flags.some((flag) => flag !== '--json')) return undefined;
  return { path: paths[0], json: flags.length > 0 };
}
