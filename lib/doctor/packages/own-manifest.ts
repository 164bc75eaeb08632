import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OWN_PLACE } from '../../packages/own-place.js';

const API = '@opentelemetry/api';

/** What this package supports, by package.json. */
export interface Supported {
  readonly node: string | undefined;
  /** The range of each peer, and of OpenTelemetry's API. Other dependencies are the package's own affair. */
  readonly packages: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly name?: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Nothing where the package is part of a bundle. */
export function supportedVersions(): Supported {
  for (let at = dirname(fileURLToPath(OWN_PLACE)); ; at = dirname(at)) {
    const { name, engines, dependencies = {}, peerDependencies } = read(join(at, 'package.json'));
    if (name === 'nestjs-telemetry') {
      const { [API]: api } = dependencies;
      return { node: engines?.node, packages: { ...peerDependencies, ...(api === undefined ? {} : { [API]: api }) } };
    }
    if (at === dirname(at)) return { node: undefined, packages: {} };
  }
}

function read(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch {
    return {};
  }
}
