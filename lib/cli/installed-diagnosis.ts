import type { Diagnosis } from '../doctor/diagnosis.js';
import type { Finding } from '../doctor/findings/finding.js';
import { withoutSecrets } from '../options/shown-value.js';
import { VERSION } from '../observation/version.js';

/** Installed packages and the environment. Where telemetry itself cannot be loaded, that is what was found. */
export async function installedDiagnosis(further: readonly Finding[] = []): Promise<Diagnosis> {
  try {
    const { TelemetryModule } = await import('../index.js');
    const diagnosis = await TelemetryModule.diagnose();
    return { ...diagnosis, findings: [...further, ...diagnosis.findings] };
  } catch (error) {
    return unloadable(error, further);
  }
}

function unloadable(error: unknown, further: readonly Finding[]): Diagnosis {
  const { message } = Object(error) as { readonly message?: unknown };
  const finding: Finding = {
    level: 'error',
    about: 'nestjs-telemetry',
    what: `nestjs-telemetry cannot be loaded: ${withoutSecrets(String(message ?? error))}`,
    why: 'A package that it needs is missing, or has another version.',
    fix: 'Run this in the directory of an application that has nestjs-telemetry and NestJS installed.',
  };
  return {
    versions: { telemetry: VERSION, node: process.versions.node, nest: undefined },
    application: { name: 'unknown', version: '0.0.0' },
    destinations: undefined,
    observed: [],
    packages: [],
    options: [],
    findings: [finding, ...further],
  };
}
