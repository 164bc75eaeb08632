import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly string[];
  readonly developmentPackages: readonly string[];
}

/**
 * Name and version of the application, from the nearest package.json with a name, at or above the working directory.
 */
export function packageJson(from = process.cwd()): Pick<Manifest, 'name' | 'version'> {
  const { name, version } = manifest(from);
  return { name, version };
}

/** The packages that the application declares as runtime dependencies. */
export function declaredPackages(from = process.cwd()): ReadonlySet<string> {
  return new Set(manifest(from).packages);
}

/** The packages that the application declares as development dependencies only. */
export function developmentPackages(from = process.cwd()): ReadonlySet<string> {
  return new Set(manifest(from).developmentPackages);
}

function manifest(from: string): Manifest {
  for (let directory = from; ; directory = dirname(directory)) {
    const content = read(join(directory, 'package.json'));
    const name = text(content['name']);
    if (name === undefined && directory !== dirname(directory)) continue;
    return {
      name: name ?? 'unknown_service:node',
      version: (name && text(content['version'])) ?? '0.0.0',
      packages: name === undefined ? [] : packages(content, 'dependencies', 'optionalDependencies'),
      developmentPackages: name === undefined ? [] : packages(content, 'devDependencies'),
    };
  }
}

function packages(content: Readonly<Record<string, unknown>>, ...groups: readonly string[]): string[] {
  return groups.flatMap((group) => Object.keys(Object(content[group]) as object));
}

function read(file: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8'))) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
