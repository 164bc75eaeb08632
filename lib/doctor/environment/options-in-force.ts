import type { Shape } from '../../options/description.js';
import type { Environment } from '../../options/environment.js';
import { shownOption } from '../../options/shown-value.js';
import { type ResolvedOptions, TELEMETRY, type TelemetryOptions } from '../../telemetry.options.js';

/** An option that is not at its default. */
export interface OptionInForce {
  /** Such as `tracing.exporter`. */
  readonly name: string;
  /** As text, without secrets. */
  readonly value: string;
  /** `code`, or the variable of the environment. */
  readonly from: string;
  /** Variables that are set for the same option, and lose. */
  readonly ignored: readonly string[];
}

/** Options whose variables add to them. */
const MERGED: ReadonlySet<string> = new Set(['headers', 'attributes']);

type Values = Readonly<Record<string, unknown>>;

/** The options that code or the environment have set. */
export function optionsInForce(
  given: TelemetryOptions,
  resolved: ResolvedOptions | undefined,
  env: Environment,
): readonly OptionInForce[] {
  return within(TELEMETRY.shape, '', valuesOf(given), valuesOf(resolved), env);
}

function within(shape: Shape, prefix: string, given: Values, resolved: Values, env: Environment): OptionInForce[] {
  return Object.entries(shape).flatMap(([key, option]) => {
    const name = `${prefix}${key}`;
    if ('shape' in option) {
      return within(option.shape as Shape, `${name}.`, valuesOf(given[key]), valuesOf(resolved[key]), env);
    }
    const variables = (option.variables ?? []).filter((variable) => env[variable]?.trim());
    const value = given[key];
    if (value !== undefined) {
      const ignored = MERGED.has(key) ? [] : variables;
      return [{ name, value: shownOption(key, value), from: 'code', ignored }];
    }
    const [variable] = variables;
    const isRefused = option.fallback !== undefined && resolved[key] === option.fallback;
    if (variable === undefined || isRefused) return [];
    return [{ name, value: shownOption(variable, resolved[key] ?? env[variable]), from: variable, ignored: [] }];
  });
}

function valuesOf(group: unknown): Values {
  return typeof group === 'object' && group !== null ? (group as Values) : {};
}
