import { isIPv4 } from 'node:net';
import { types } from 'node:util';
import { EXPORTER_NAMES, OTLP_PROTOCOLS, PROPAGATOR_NAMES } from './names.js';
import {
  anyOf,
  boolean,
  count,
  hasMethods,
  listOf,
  number,
  object,
  oneOf,
  oneOrMore,
  path,
  record,
  type Rule,
  type Rules,
  text,
  typed,
  url,
} from './rules.js';

const NOT_NEGATIVE = number(0, Number.MAX_SAFE_INTEGER, 'It is a duration or a rate.');
const RATIO = number(0, 1, 'It is a share of all traces.');
const PORT = number(1, 65_535, 'It is a port.');

const LOCAL_ENDPOINT = fields({ serviceName: text(), ipv4: ipv4(), port: PORT });

const EXPORTER_TYPES = typed({
  otlp: {
    protocol: oneOf(OTLP_PROTOCOLS),
    endpoint: url(),
    headers: record(),
    compression: oneOf(['gzip', 'none']),
    timeoutMs: count(),
  },
  zipkin: { endpoint: url(), headers: record(), timeoutMs: count(), localEndpoint: LOCAL_ENDPOINT },
  jaeger: { collectorHost: text(), collectorPort: PORT, agentHost: noAgent(), agentPort: noAgent() },
});

const SAMPLER_TYPES = typed({
  ratio: { ratio: RATIO },
  rateLimiting: { tracesPerSecond: NOT_NEGATIVE },
  remote: { endpoint: url(), pollIntervalMs: count(), initialRatio: RATIO },
});

export const SAMPLER = choose(['always', 'never'], SAMPLER_TYPES, hasMethods('a Sampler', 'shouldSample'));

const EXPORTER = choose(
  EXPORTER_NAMES,
  EXPORTER_TYPES,
  anyOf(
    'It has neither the methods of a SpanExporter nor those of a reporter.',
    hasMethods('a SpanExporter, with export and shutdown', 'export', 'shutdown'),
    hasMethods('a reporter, with report and close', 'report', 'close'),
  ),
);

export const TRACING_RULES: Rules = {
  exporter: oneOrMore(EXPORTER),
  endpoint: url(),
  headers: record(),
  samplingRatio: RATIO,
  sampler: SAMPLER,
  parentBased: boolean(),
  rules: listOf(samplingRule()),
  keep: {
    errors: boolean(),
    slowerThanMs: NOT_NEGATIVE,
    maxTraces: count(),
    maxSpans: count(),
    maxBytes: count(),
    maxAgeMs: count(),
  },
  propagators: listOf(
    anyOf('It is no propagator.', oneOf(PROPAGATOR_NAMES), hasMethods('a TextMapPropagator', 'inject', 'extract')),
  ),
  idGenerator: hasMethods('an IdGenerator', 'generateTraceId', 'generateSpanId'),
  tags: object(),
  serverTags: object(),
  baggageKeys: listOf(text()),
  logSpans: boolean(),
  sdk: object(),
  batch: { maxQueueSize: count(), maxExportBatchSize: count(), flushIntervalMs: count(), exportTimeoutMs: count() },
};

/** A name, an object with a type, or an instance: what is said depends on what the value looks like. */
function choose(names: readonly string[], types: Rule, instance: Rule): Rule {
  const name = oneOf(names);
  return (value) => {
    if (typeof value === 'object' && value !== null) return 'type' in value ? types(value) : instance(value);
    const problem = name(value);
    return problem && { ...problem, fix: `${problem.fix} Or give an instance.` };
  };
}

function samplingRule(): Rule {
  return (value) => {
    const { route, name, sampler, ...others } = (value ?? {}) as Record<string, unknown>;
    const [other] = Object.keys(others);
    if (other !== undefined) return { why: `${other} is no property of a rule.`, fix: 'Use: route, name, sampler.' };
    if (route === undefined && name === undefined) {
      return { why: 'A rule says for which spans it is.', fix: 'Give { route, sampler } or { name, sampler }.' };
    }
    if (name !== undefined && typeof name !== 'string' && !types.isRegExp(name)) {
      return { why: 'It compares the names of spans.', fix: 'Give the name as a text or a regular expression.' };
    }
    const problem = route === undefined ? undefined : path()(route);
    if (problem !== undefined) return problem;
    return sampler === undefined
      ? { why: 'A rule says how to sample.', fix: 'Give its sampler, such as never.' }
      : SAMPLER(sampler);
  };
}

function fields(rules: Readonly<Record<string, Rule>>): Rule {
  const names = Object.keys(rules).join(', ');
  return (value) => {
    const problem = object()(value);
    if (problem !== undefined) return problem;
    for (const [key, item] of Object.entries(value as object)) {
      const rule = Object.hasOwn(rules, key) ? rules[key] : undefined;
      if (rule === undefined) return { why: `It has no property ${key}.`, fix: `Use: ${names}.` };
      const wrong = item === undefined ? undefined : rule(item);
      if (wrong !== undefined) return { why: `${key}: ${wrong.why}`, fix: wrong.fix };
    }
    return undefined;
  };
}

function ipv4(): Rule {
  return (value) =>
    typeof value === 'string' && isIPv4(value)
      ? undefined
      : { why: 'It is an IPv4 address.', fix: 'Give four numbers, such as 10.0.0.7.' };
}

function noAgent(): Rule {
  return () => ({
    why: 'Jaeger removed its agents; clients send to the collector.',
    fix: 'Remove agentHost and agentPort; set collectorHost, and collectorPort if it is not 4318.',
  });
}
