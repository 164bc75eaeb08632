import proxyAddr from 'proxy-addr';
import { TelemetryError } from './telemetry.errors.js';
import { EXPORTER_NAMES, LOG_FORMATS, LOG_LEVELS } from './telemetry.option-names.js';
import type { TelemetryOptions } from './telemetry.options.js';

/** Says what is wrong with a value and what would be right, or nothing when it is fine. */
type Rule = (value: unknown) => { readonly why: string; readonly fix: string } | undefined;
type Rules = { readonly [option: string]: Rule | Rules };

const RULES: Rules = {
  service: { name: text(), version: text(), environment: text() },
  tracing: {
    exporter: oneOrMore(oneOf(EXPORTER_NAMES, { or: hasMethods('a SpanExporter', 'export', 'shutdown') })),
    endpoint: url(),
    headers: record(),
    samplingRatio: number(0, 1, 'It is a share of all traces.'),
    sampler: hasMethods('a Sampler', 'shouldSample'),
    batch: {
      maxQueueSize: count(),
      maxExportBatchSize: count(),
      flushIntervalMs: count(),
      exportTimeoutMs: count(),
    },
  },
  metrics: { endpoint: path({ orFalse: true }), processMetrics: boolean(), defaultLabels: record() },
  logging: {
    level: oneOf(LOG_LEVELS),
    format: oneOf(LOG_FORMATS),
    destination: hasMethods('a writable stream', 'write'),
    requests: boolean(),
  },
  http: {
    trustProxy: proxies(),
    errorStatusFrom: number(400, 600, 'It is the lowest HTTP status that counts as an error.'),
    ignorePaths: listOf(path()),
  },
};

/**
 * Checks options as the user gave them; an undefined one is as good as none.
 *
 * @throws TelemetryError with code INVALID_OPTION.
 */
export function checkOptions(options: TelemetryOptions): void {
  checkGroup('', options, RULES);
}

function checkGroup(prefix: string, group: unknown, rules: Rules): void {
  if (typeof group !== 'object' || group === null || Array.isArray(group)) {
    fail(
      prefix || 'options',
      group,
      'It is a group of options.',
      `Give an object with: ${Object.keys(rules).join(', ')}.`,
    );
  }
  for (const [key, value] of Object.entries(group)) {
    const option = prefix === '' ? key : `${prefix}.${key}`;
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
    if (rule === undefined) {
      fail(option, value, 'There is no such option.', `Use one of: ${Object.keys(rules).join(', ')}.`);
    } else if (value === undefined) continue;
    else if (typeof rule !== 'function') checkGroup(option, value, rule);
    else {
      const problem = rule(value);
      if (problem !== undefined) fail(option, value, problem.why, problem.fix);
    }
  }
}

function fail(option: string, value: unknown, why: string, fix: string): never {
  throw new TelemetryError('INVALID_OPTION', `The option ${option} has the value ${show(value)}.`, why, fix);
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'null'}`;
  return typeof value === 'function' ? 'a function' : String(value);
}

function text(): Rule {
  return (value) =>
    typeof value === 'string' && value !== ''
      ? undefined
      : { why: 'It is a name.', fix: 'Give a text that is not empty.' };
}

function boolean(): Rule {
  return (value) =>
    typeof value === 'boolean' ? undefined : { why: 'It switches something on or off.', fix: 'Give true or false.' };
}

function number(min: number, max: number, why: string): Rule {
  return (value) =>
    typeof value === 'number' && value >= min && value <= max
      ? undefined
      : { why, fix: `Give a number from ${min} to ${max}.` };
}

function count(): Rule {
  return (value) =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? undefined
      : { why: 'It is a limit.', fix: 'Give a whole number above 0.' };
}

function oneOf(names: readonly string[], extra?: { readonly or: Rule }): Rule {
  return (value) => {
    if (typeof value === 'string' && names.includes(value)) return undefined;
    if (typeof value === 'object' && extra !== undefined) return extra.or(value);
    return {
      why: 'It is not one of the valid names.',
      fix: `Use one of: ${names.join(', ')}${extra ? ', or an instance' : ''}.`,
    };
  };
}

function oneOrMore(rule: Rule): Rule {
  const list = listOf(rule);
  return (value) => (Array.isArray(value) ? list(value) : rule(value));
}

function listOf(rule: Rule): Rule {
  return (value) => {
    if (!Array.isArray(value)) return { why: 'It is a list.', fix: 'Give an array.' };
    for (const item of value) {
      const problem = rule(item);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

function hasMethods(what: string, ...methods: string[]): Rule {
  return (value) => {
    const missing = methods.filter(
      (method) => typeof (value as Record<string, unknown> | null)?.[method] !== 'function',
    );
    return missing.length === 0
      ? undefined
      : { why: `It has no method ${missing.join(' and ')}.`, fix: `Give ${what}.` };
  };
}

function record(): Rule {
  return (value) =>
    isPlain(value) && Object.values(value).every((item) => typeof item === 'string')
      ? undefined
      : { why: 'Names and values are texts.', fix: 'Give a plain object whose values are all strings.' };
}

// A Map, a list or the Headers of fetch would look like an empty record, and be ignored.
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function url(): Rule {
  return (value) =>
    typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
      ? undefined
      : { why: 'It is the address of a receiver.', fix: 'Give a full URL, such as http://localhost:4318.' };
}

function path(allowed?: { readonly orFalse: boolean }): Rule {
  return (value) =>
    (typeof value === 'string' && value.startsWith('/')) || (allowed?.orFalse === true && value === false)
      ? undefined
      : {
          why: 'It is a path of the application.',
          fix: `Give a text that begins with /${allowed?.orFalse ? ', or false' : ''}.`,
        };
}

function proxies(): Rule {
  return (value) =>
    typeof value === 'boolean' ||
    (Number.isSafeInteger(value) && (value as number) >= 0) ||
    (Array.isArray(value) && value.every(isAddress))
      ? undefined
      : {
          why: 'It says which proxies to believe.',
          fix: 'Give true, false, a number of hops, or a list of addresses and subnets.',
        };
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    proxyAddr.compile(value);
    return true;
  } catch {
    return false;
  }
}
