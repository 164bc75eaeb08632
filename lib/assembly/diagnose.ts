import { isError } from '../conventions/errors/is-error.js';
import type { Diagnosis } from '../doctor/diagnosis.js';
import { examine, type ExaminedApplication } from '../doctor/examine.js';
import type { Finding } from '../doctor/findings/finding.js';
import type { Probe } from '../doctor/receivers/probe.js';
import { withoutSecrets } from '../options/shown-value.js';
import { isTelemetryError } from '../telemetry.errors.js';
import { type ResolvedOptions, resolveOptions } from '../telemetry.options.js';
import { probesOf } from './probes.js';

/** Examines a running application, or only what is installed and set in the environment. */
export async function diagnose(application?: ExaminedApplication): Promise<Diagnosis> {
  const { env } = process;
  const findings: Finding[] = [];
  const resolved = resolve(application, (finding) => findings.push(finding));
  const probes = resolved === undefined ? [] : await tryable(resolved, application, (each) => findings.push(each));
  return examine({ application, resolved, probes, env, findings });
}

type Add = (finding: Finding) => void;

/** Once more, to see what is wrong with the environment. */
function resolve(application: ExaminedApplication | undefined, add: Add): ResolvedOptions | undefined {
  try {
    return resolveOptions(application?.given ?? {}, process.env, (what) => add(ignored(what)));
  } catch (error) {
    add(refused(error));
    return undefined;
  }
}

async function tryable(
  options: ResolvedOptions,
  application: ExaminedApplication | undefined,
  add: Add,
): Promise<readonly Probe[]> {
  try {
    return await probesOf(options, application?.adopted !== true);
  } catch (error) {
    add(refused(error));
    return [];
  }
}

function ignored(warning: string): Finding {
  const [text = '', fix = 'Correct the variable, or remove it.'] = warning.split(' Fix: ');
  const [what = '', ...rest] = text.split(/(?<=\.) /);
  return { level: 'warning', about: 'environment', what, ...(rest.length > 0 && { why: rest.join(' ') }), fix };
}

function refused(error: unknown): Finding {
  if (isTelemetryError(error)) {
    return { level: 'error', about: 'options', what: error.what, why: error.why, fix: error.fix };
  }
  const what = withoutSecrets(isError(error) ? error.message : String(error));
  return { level: 'error', about: 'options', what, fix: 'Correct it: the application does not start with it.' };
}
