import type { Environment } from '../../options/environment.js';
import { nearestName } from '../../options/nearest-name.js';
import type { Finding } from '../findings/finding.js';
import { READ_VARIABLES, UNUSED_VARIABLES } from './otel-variables.js';

/** Variables of OpenTelemetry that are set and have no effect. Their values are not shown: they may be secrets. */
export function environmentFindings(env: Environment): readonly Finding[] {
  const set = Object.keys(env).filter((name) => /^(?:OTEL|OLTP|OTLP)_/i.test(name) && env[name]?.trim());
  const findings = set.flatMap((name) => ofVariable(name) ?? []);
  const used = set.filter((name) => READ_VARIABLES.has(name));
  if (used.length === 0) return findings;
  return [...findings, { level: 'ok', about: 'environment', what: `Telemetry reads ${used.join(', ')}.` }];
}

function ofVariable(name: string): Finding | undefined {
  if (READ_VARIABLES.has(name)) return undefined;
  if (Object.hasOwn(UNUSED_VARIABLES, name)) return unused(name, UNUSED_VARIABLES[name]);
  const meant = nearestName(name, [...READ_VARIABLES, ...Object.keys(UNUSED_VARIABLES)]);
  const what = `${name} is not a variable of OpenTelemetry, and has no effect.`;
  if (meant === undefined) return { level: 'note', about: name, what };
  return { level: 'warning', about: name, what, fix: `Did you mean ${meant}?` };
}

function unused(name: string, option: string | undefined): Finding {
  const what = `${name} has no effect on telemetry.`;
  return { level: 'note', about: name, what, ...(option === undefined ? {} : { fix: `Set the option ${option}.` }) };
}
