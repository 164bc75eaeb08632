import { globSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CACHE } from './test/suite/build-once.mjs';
import { bundledDependencies } from './test/suite/bundled-dependencies.mjs';
import { bundledPackage } from './test/suite/bundled-package.mjs';
import { importsSources } from './test/suite/imports-sources.mjs';
import { SWC_OPTIONS } from './test/suite/typescript.mjs';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
/** What this spec is about is CommonJS that requires Nest's ES modules, which Jest can from Node 24.9 on. */
const beyondJest = major < 24 || (major === 24 && minor < 9) ? /\/metrics\/nestjs-prometheus\.spec\.ts$/ : undefined;
const specs = globSync('{test,sample}/**/*.spec.ts', { cwd: ROOT, exclude: ['**/node_modules/**'] })
  .filter((spec) => beyondJest?.test(spec) !== true)
  .sort();
const onSources = new Set(specs.filter((spec) => importsSources(`${ROOT}${spec}`)));

const SOURCES = '<rootDir>/lib/index.ts';
const bundle = await bundledPackage();
const { TELEMETRY_NEST: nest = '12' } = process.env;
// They are those at the root.
const dependencies = nest === '12' ? await bundledDependencies() : {};
// For the processes that tests start.
if (bundle !== undefined) process.env.TELEMETRY_BUNDLE = bundle;
process.env.NODE_COMPILE_CACHE ??= `${CACHE}/compiled`;

/** Tests run as ES modules; Nest 12 is ESM itself. */
const project = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/sample'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', SWC_OPTIONS] },
  setupFiles: ['<rootDir>/test/setup.ts'],
};

/**
 * A project twice: specs that import files of lib/ run on the sources, all other specs on the bundled package. No spec
 * sees both, because each would have its own classes.
 */
export function projects(displayName, wanted, globals, mapped = {}) {
  const halves = [
    { isMeant: (spec) => onSources.has(spec), entry: SOURCES },
    { isMeant: (spec) => !onSources.has(spec), entry: bundle ?? SOURCES },
  ];
  return halves.flatMap(({ isMeant, entry }) => {
    const testMatch = specs.filter((spec) => wanted(spec) && isMeant(spec)).map((spec) => `<rootDir>/${spec}`);
    const below = `${dirname(entry)}/$1${extname(entry)}`;
    const own = { '^nestjs-telemetry$': entry, '^nestjs-telemetry/(\\w+)$': below };
    const moduleNameMapper = { ...own, '^(\\.{1,2}/.*)\\.js$': '$1', ...dependencies, ...mapped };
    return testMatch.length === 0 ? [] : [{ ...project, displayName, testMatch, globals, moduleNameMapper }];
  });
}

const METRICS = /^test\/(?:integration\/)?metrics\//;
/** Specs about pushes, ports, guards and load: the client of Prometheus has no part in what they verify. */
const ONE_CLIENT_WILL_DO = /\/(?:periodic-push|cpu-usage|own-port|endpoint-guard|prometheus|exactness)\.spec\.ts$/;

export default {
  // A process that has run many files is slow at collecting its garbage, and files share what Node has once.
  workerIdleMemoryLimit: '1GB',
  // Many tests wait for servers and child processes: one worker per core leaves no core idle, Jest's default does.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/skipped-tests.reporter.mjs'],
  projects: [
    ...projects('telemetry', () => true, { PROMETHEUS_CLIENT: 'prom-client', MAJOR: 5 }),
    // Under the name of its predecessor, as an npm override puts it there.
    ...projects(
      '@prometheus-io/client',
      (spec) => METRICS.test(spec) && !ONE_CLIENT_WILL_DO.test(spec),
      { PROMETHEUS_CLIENT: '@prometheus-io/client' },
      { '^prom-client$': '@prometheus-io/client' },
    ),
    // Peers of two majors: the other projects have the older one.
    ...projects(
      'ioredis 6, keyv 6',
      (spec) => /\/drivers\/(?:ioredis|keyv|majors)\.spec\.ts$/.test(spec),
      { MAJOR: 6 },
      { '^(ioredis|keyv)$': '$1-6' },
    ),
  ],
  testTimeout: 20_000,
};
