import { fileURLToPath } from 'node:url';

/** Further versions of Nest for the tests: each is a folder below test/nest, with its packages and a lock file. */
export const NEST_VERSIONS = ['11.1.4', '11'];

/** The packages that such a folder has. All others, such as drivers, come from the root. */
const PACKAGES = [
  '@nestjs/cache-manager',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-express',
  '@nestjs/platform-fastify',
  '@nestjs/testing',
  'nestjs-pino',
];

/** Matches what is imported from one of these packages: the package, and the file inside. */
export const NEST_IMPORT = `^(${PACKAGES.join('|')})(/.*)?$`;

export function nestFolder(version) {
  return fileURLToPath(new URL(`../nest/${version}/`, import.meta.url));
}
