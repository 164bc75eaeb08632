import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applicationPlace } from '../packages/application-place.js';
import { monorepoApplication } from './monorepo-application.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly packages: readonly string[];
  readonly developmentPackages: readonly string[];
}

const UNKNOWN: Manifest = {
  name: 'unknown_service:node',
  version: '0.0.0',
  packages: [],
  developmentPackages: [],
};

/**
 * Name and version of the application, from the nearest package.json with a name: at or above the program that runs, else
 * at or above the working directory. An application of a monorepo has the name of its folder.
 */
export function packageJson(from?: string): Pick<Manifest, 'name' | 'version'> {
  const { name, version } = manifest(from);
  return { name, version };
}

/** The packages that the application declares as runtime dependencies. */
export function declaredPackages(from?: string): ReadonlySet<string> {
  return new Set(manifest(from).packages);
}

/** The packages that the application declares as development dependencies only. */
export function developmentPackages(from?: string): ReadonlySet<string> {
  return new Set(manifest(from).developmentPackages);
}

function manifest(from: string | undefined): Manifest {
  const found = manifestAbove(from ?? applicationPlace()) ?? (from === undefined && manifestAbove(process.cwd()));
  return found || UNKNOWN;
}

function manifestAbove(from: string): Manifest | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const content = read(join(directory, 'package.json'));
    const name = text(content['name']);
    if (name !== undefined) {
      return {
        name: monorepoApplication(directory, from) ?? name,
        version: text(content['version']) ?? UNKNOWN.version,
        packages: packages(content, 'dependencies', 'optionalDependencies'),
        developmentPackages: packages(content, 'devDependencies'),
      };
    }
    if (directory === dirname(directory)) return undefined;
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
