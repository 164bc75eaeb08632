import type { Finding } from './finding.js';

interface OtherTool {
  readonly packages: RegExp;
  readonly does: string;
  readonly fix: string;
}

const AGENT = 'It observes the same calls: each costs twice, and its traces are others than those of telemetry.';

/** Packages that take the same hooks as telemetry. */
const TOOLS: readonly OtherTool[] = [
  { packages: /^(?:dd-trace|newrelic|elastic-apm-node|applicationinsights)$/, does: AGENT, fix: 'Run one of the two.' },
  {
    packages: /^@sentry\/(?:node|nestjs|node-core)$/,
    does: 'It registers an OpenTelemetry provider if it starts first; then spans go there.',
    fix: 'Give Sentry skipOpenTelemetrySetup: true, or let it have the traces.',
  },
  {
    packages: /^@opentelemetry\/(?:instrumentation-.+|auto-instrumentations-node)$/,
    does: 'It observes the same calls. Telemetry sees its hooks, and reports no call twice.',
    fix: 'Leave it out where telemetry observes the library.',
  },
  {
    packages: /^(?:nestjs-otel|nestjs-pino|@willsoto\/nestjs-prometheus)$/,
    does: 'It does a part of what telemetry does.',
    fix: 'Keep it while you migrate; remove it afterwards.',
  },
];

/** Agents that a process may load although its application does not declare them, by `--require`. */
export const AGENTS: readonly string[] = [
  'dd-trace',
  'newrelic',
  'elastic-apm-node',
  'applicationinsights',
  '@sentry/node',
];

/** `present` are the packages that the application declares or has loaded. */
export function otherToolFindings(present: ReadonlySet<string>): readonly Finding[] {
  return [...present].toSorted().flatMap((name) => {
    const tool = TOOLS.find(({ packages }) => packages.test(name));
    if (tool === undefined) return [];
    return [{ level: 'note' as const, about: name, what: `${name} is used too.`, why: tool.does, fix: tool.fix }];
  });
}
