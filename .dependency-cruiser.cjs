/** Imports run one way; see the picture in CONTRIBUTING.md. */
const SIGNALS = '^lib/(tracing|metrics|logging)/';
const ASSEMBLY = '^lib/(assembly/|cli/|(index|telemetry\\.(module|module-definition))\\.ts$)';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'the-kernel-and-the-life-cycle-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^lib/(observation|life-cycle)/' },
      to: { path: '^lib/', pathNot: '^lib/$1/' },
    },
    {
      name: 'the-kernel-knows-no-vendor',
      severity: 'error',
      from: { path: '^lib/observation/' },
      to: { path: 'node_modules/(@nestjs|@opentelemetry/(?!api/)|pino|prom-client)' },
    },
    {
      name: 'conventions-know-calls-alone',
      severity: 'error',
      from: { path: '^lib/conventions/' },
      to: { path: '^lib/', pathNot: '^lib/(conventions|observation|life-cycle)/' },
    },
    {
      name: 'context-is-below-described-calls',
      severity: 'error',
      from: { path: '^lib/context/' },
      to: {
        path: '^lib/',
        pathNot:
          '^lib/(context|observation|life-cycle|options)/|^lib/conventions/attributes\\.ts$|^lib/telemetry\\.errors\\.ts$',
      },
    },
    {
      name: 'the-resource-is-below-the-signals',
      severity: 'error',
      from: { path: '^lib/resource/' },
      to: {
        path: '^lib/',
        pathNot:
          '^lib/(resource|life-cycle|options|packages)/|^lib/conventions/(attributes\\.ts$|errors/)|^lib/telemetry\\.errors\\.ts$',
      },
    },
    {
      name: 'described-calls-are-below-the-signals',
      severity: 'error',
      from: { path: '^lib/described/' },
      to: {
        path: '^lib/',
        pathNot: '^lib/(described|conventions|context|observation|life-cycle)/|^lib/telemetry\\.errors\\.ts$',
      },
    },
    {
      name: 'sending-is-below-the-signals',
      severity: 'error',
      from: { path: '^lib/sending/' },
      to: { path: '^lib/', pathNot: '^lib/(sending|life-cycle|packages)/|^lib/conventions/errors/is-error\\.ts$' },
    },
    {
      name: 'a-signal-imports-no-other-signal-and-no-instrumentation',
      severity: 'error',
      from: { path: '^lib/(tracing|metrics|logging)/' },
      to: { path: '^lib/(tracing|metrics|logging|instrumentation|decorators)/', pathNot: '^lib/$1/' },
    },
    {
      name: 'an-instrumentation-imports-no-signal',
      severity: 'error',
      from: { path: '^lib/(instrumentation|decorators)/' },
      to: { path: SIGNALS },
    },
    {
      name: 'the-doctor-imports-no-signal',
      severity: 'error',
      from: { path: '^lib/doctor/' },
      to: { path: SIGNALS },
    },
    {
      name: 'options-know-the-kinds-of-calls-alone',
      severity: 'error',
      from: { path: '^lib/(options/|telemetry\\.(options|errors)\\.ts$)' },
      to: {
        path: '^lib/',
        pathNot:
          '^lib/(options/|conventions/(index\\.ts$|redaction/)|observation/(observer|expected-error)\\.ts$|packages/application-place\\.ts$|telemetry\\.errors\\.ts$)',
      },
    },
    {
      name: 'http-adapter-and-packages-are-leaves',
      severity: 'error',
      from: { path: '^lib/(http-adapter|packages)/' },
      to: { path: '^lib/', pathNot: '^lib/($1|observation)/|^lib/telemetry\\.errors\\.ts$' },
    },
    {
      name: 'no-file-inside-nest-is-loaded-at-start',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        path: 'node_modules/@nestjs/[^/]+/[^/]+/',
        dependencyTypesNot: ['type-only'],
        dynamic: false,
      },
    },
    {
      name: 'nothing-imports-the-assembly',
      severity: 'error',
      from: { path: '^lib/', pathNot: ASSEMBLY },
      to: { path: ASSEMBLY },
    },
    {
      name: 'exporters-are-loaded-only-when-chosen',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        path: 'node_modules/@opentelemetry/(sdk-node|exporter-|otlp-|propagator-)|node_modules/(nestjs-pino|@willsoto/nestjs-prometheus)',
        dependencyTypesNot: ['type-only'],
        dynamic: false,
      },
    },
    {
      name: 'only-declared-dependencies',
      severity: 'error',
      from: { path: '^lib/' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer'],
        // The build puts these into what is published: see scripts/build.mjs.
        pathNot:
          'node_modules/(@types/|@opentelemetry/(context-async-hooks|core|otlp-|resources|sdk-(logs|metrics|trace)|semantic-conventions))',
      },
    },
    { name: 'nothing-unresolved', severity: 'error', from: { path: '^lib/' }, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
