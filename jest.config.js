/** Tests run as ES modules on the sources; Nest 12 is ESM itself. */
const project = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test', '<rootDir>/sample'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^nestjs-telemetry$': '<rootDir>/lib/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
  setupFiles: ['<rootDir>/test/setup.ts'],
};

export default {
  // A process that has run many files is slow at collecting its garbage, and files share what Node has once.
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/test/skipped-tests.reporter.ts'],
  projects: [
    { ...project, displayName: 'telemetry', globals: { PROMETHEUS_CLIENT: 'prom-client', MAJOR: 5 } },
    {
      ...project,
      // Under the name of its predecessor, as an npm override puts it there.
      displayName: '@prometheus-io/client',
      roots: ['<rootDir>/test/metrics', '<rootDir>/test/integration/metrics'],
      globals: { PROMETHEUS_CLIENT: '@prometheus-io/client' },
      moduleNameMapper: { ...project.moduleNameMapper, '^prom-client$': '@prometheus-io/client' },
    },
    {
      ...project,
      // Peers of two majors: the other projects have the older one.
      displayName: 'ioredis 6, keyv 6',
      testMatch: ['**/drivers/{ioredis,keyv,majors}.spec.ts'],
      globals: { MAJOR: 6 },
      moduleNameMapper: { ...project.moduleNameMapper, '^(ioredis|keyv)$': '$1-6' },
    },
  ],
  testTimeout: 20_000,
};
