import { isLoaded } from '../instrumentation/drivers/copies/loaded-packages.js';
import type { InstrumentationState } from '../instrumentation/states/instrumentation-states.js';
import { copyIn, directoryFrom, ownCopy } from '../instrumentation/internals/package-copy.js';
import { VERSION } from '../observation/index.js';
import type { Environment } from '../options/environment.js';
import { declaredPackages, packageJson } from '../options/package-json.js';
import type { ResolvedOptions, TelemetryOptions } from '../telemetry.options.js';
import type { Diagnosis } from './diagnosis.js';
import { environmentFindings } from './environment/environment-findings.js';
import { type OptionInForce, optionsInForce } from './environment/options-in-force.js';
import { type Finding, FINDING_LEVELS } from './findings/finding.js';
import { instrumentationFindings } from './findings/instrumentation-findings.js';
import { AGENTS, otherToolFindings } from './findings/other-tools.js';
import { processFindings } from './findings/process-findings.js';
import { wrappedModuleFindings } from './findings/wrapped-modules.js';
import { installedCopies } from './packages/installed-copies.js';
import { supportedVersions } from './packages/own-manifest.js';
import { packageFindings } from './packages/package-findings.js';
import { unobservedPackages } from './packages/unobserved-packages.js';
import type { Probe } from './receivers/probe.js';
import { receiverFindings } from './receivers/receiver-findings.js';
import type { Destinations } from './start/destinations.js';

/** A running application, as the doctor sees it. */
export interface ExaminedApplication {
  readonly given: TelemetryOptions;
  readonly instrumentations: readonly InstrumentationState[];
  readonly destinations: Destinations;
  /** True if the application had registered an OpenTelemetry provider itself. */
  readonly adopted: boolean;
}

export interface Examined {
  /** Undefined where there is only an installation and an environment. */
  readonly application: ExaminedApplication | undefined;
  /** Undefined if options or variables are wrong. */
  readonly resolved: ResolvedOptions | undefined;
  readonly probes: readonly Probe[];
  readonly env: Environment;
  /** What was found on the way. */
  readonly findings: readonly Finding[];
}

/** Looks at everything that can be looked at. It never rejects because of what it finds. */
export async function examine({ application, resolved, probes, env, findings }: Examined): Promise<Diagnosis> {
  const states = application?.instrumentations ?? [];
  const observed = states.map(({ name }) => name);
  const declared = declaredPackages();
  const supported = supportedVersions();
  const packages = await installedCopies(process.cwd(), (name) => isOfInterest(name, supported.packages));
  const options = optionsInForce(application?.given ?? {}, resolved, env);
  const own = { api: ownCopy('@opentelemetry/api').version, node: process.versions.node };
  const loaded = [...packages.map(({ name }) => name), ...AGENTS].filter(isLoaded);
  const present = new Set([...declared, ...loaded]);
  const all: Finding[] = [
    ...findings,
    ...(await receiverFindings(probes)),
    ...packageFindings(packages, supported, own),
    ...environmentFindings(env),
    ...options.flatMap(ignoredVariables),
    ...(application === undefined || resolved === undefined ? [] : processFindings(resolved)),
    ...(application?.adopted === true ? adoptedFindings(resolved) : []),
    ...wrappedModuleFindings(),
    ...otherToolFindings(present),
    ...instrumentationFindings(states),
    ...unobservedPackages(declared, new Set(observed)).map(({ name, costs, fix }): Finding => ({
      level: 'note',
      about: name,
      what: `${name} is known, and ${costs}.`,
      fix,
    })),
  ];
  return {
    versions: { telemetry: VERSION, node: process.versions.node, nest: nestVersion() },
    application: packageJson(),
    destinations: application?.destinations,
    observed,
    packages,
    options,
    findings: FINDING_LEVELS.flatMap((level) => all.filter((finding) => finding.level === level)),
  };
}

function adoptedFindings(resolved: ResolvedOptions | undefined): Finding[] {
  const what = 'The application had registered an OpenTelemetry provider before telemetry started.';
  const why = 'Spans go there: the exporters, samplers and batches of the options are not used.';
  const { exporters = [], sdk, configFile } = resolved?.tracing ?? {};
  if (sdk !== undefined || configFile !== undefined) return [];
  if (exporters.every((exporter) => exporter === 'none')) return [{ level: 'note', about: 'traces', what, why }];
  const fix = 'Remove the other provider, such as a NodeSDK or Sentry, or the exporters of tracing.exporter.';
  return [{ level: 'warning', about: 'traces', what, why, fix }];
}

function isOfInterest(name: string, supported: Readonly<Record<string, string>>): boolean {
  return name === 'nestjs-telemetry' || name.startsWith('@opentelemetry/') || Object.hasOwn(supported, name);
}

function ignoredVariables({ name, ignored }: OptionInForce): Finding[] {
  if (ignored.length === 0) return [];
  const what = `${ignored.join(' and ')} has no effect, because code sets the option ${name}.`;
  return [{ level: 'note', about: name, what, fix: 'Remove one of the two.' }];
}

function nestVersion(): string | undefined {
  const directory = directoryFrom(process.cwd(), '@nestjs/core');
  return directory === undefined ? ownCopy('@nestjs/core').version : copyIn(directory, '@nestjs/core').version;
}
