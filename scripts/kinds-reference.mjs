// Writes the tables of docs/metrics.md, docs/metrics-push.md and docs/logging.md from the records in lib/conventions. With --check it only says
// whether they are stale.
import { readFileSync, writeFileSync } from 'node:fs';
import '../test/typescript-loader.mjs';

const { KINDS, LOG_EVENT_NAMES, LOG_EVENTS, METRIC_FAMILIES, METRIC_FAMILY_NAMES, SEMCONV_FAMILIES } =
  await import('../lib/conventions/index.ts');
const { CONNECTION_POOL, CONNECTION_POOL_WAIT, CONNECTION_POOL_WAITING, POOL_LABEL } =
  await import('../lib/conventions/database/connection-pool.ts');
const { OVERFLOW_COUNTER } = await import('../lib/conventions/metrics/overflow.ts');
const { hasConvention } = await import('../lib/conventions/metrics/otlp-family.ts');
const { OTLP_GC_DURATION, OTLP_RUNTIME_METRICS } = await import('../lib/conventions/metrics/otlp-runtime.ts');
const { GC_DURATION, RUNTIME_METRICS } = await import('../lib/conventions/metrics/runtime.ts');

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const FILES = given.length > 0 ? given : ['docs/metrics.md', 'docs/metrics-push.md', 'docs/logging.md'];
/** Kinds whose metrics have names of their own in semantic conventions. */
const WITH_CONVENTION = new Set(
  KINDS.filter(({ metrics }) => metrics && hasConvention(metrics.otlp)).map(({ kind }) => kind),
);

const TABLES = {
  'family names': optionTable(['option', 'calls', 'metrics'], METRIC_FAMILY_NAMES, METRIC_FAMILIES, (families) => [
    families.map(({ kind }) => code(kind)),
    families.flatMap(metricsOf).map(({ name }) => code(name)),
  ]),
  events: optionTable(
    ['option', '`event`', 'further fields', 'completed, slow, failed'],
    LOG_EVENT_NAMES,
    LOG_EVENTS,
    (events) => {
      const fields = events.map((event) => Object.keys(sample(event)));
      return [
        events.map((event) => code(sample(event).event)),
        fields.flatMap(([, ...further]) => further).map(code),
        events.map(({ severities: { completed, slow, failed } }) => `${completed}, ${slow}, ${failed}`),
      ];
    },
  ),
  families: metricTable(familyRows(METRIC_FAMILIES), [
    ...poolRows(),
    row(OVERFLOW_COUNTER.name, 'counter', ['metric'], 'observations', undefined, OVERFLOW_COUNTER.help),
  ]),
  semconv: metricTable(familyRows(SEMCONV_FAMILIES.filter(({ kind }) => WITH_CONVENTION.has(kind)))),
  otlp: otlpRows(),
  'otlp process': otlpRuntimeRows(),
  process: metricTable([
    ...Object.values(RUNTIME_METRICS).map((metric) =>
      row(metric.name, metric.type, labelsOf(metric), unitOf(metric.name), undefined, metric.help),
    ),
    row(GC_DURATION.name, 'histogram', [GC_DURATION.label], 'seconds', GC_DURATION.buckets, GC_DURATION.help),
  ]),
};

/** The metrics of calls over OTLP. */
function otlpRows() {
  return otlpTable(KINDS.flatMap(({ metrics }) => (metrics ? otlpRowsOf(metrics.otlp) : [])));
}

function otlpRowsOf({ attributes, results, counters, duration, size, inFlight }) {
  const all = [...attributes, ...Object.keys(results)];
  const rows = counters.map((counter) => otlpRow(counter, 'counter', counter.unit, counter.amount ? attributes : all));
  rows.unshift(otlpRow(duration, 'histogram', 's', all));
  if (size !== undefined) rows.push(otlpRow(size, 'histogram', 'By', all));
  if (inFlight !== undefined) rows.push(otlpRow(inFlight, 'updowncounter', inFlight.unit, attributes));
  return rows;
}

function otlpRuntimeRows() {
  const rows = Object.values(OTLP_RUNTIME_METRICS).map((metric) =>
    otlpRow(metric, metric.type, metric.unit, metric.attribute === undefined ? [] : [metric.attribute]),
  );
  return otlpTable([
    ...rows,
    otlpRow(OTLP_GC_DURATION, 'histogram', OTLP_GC_DURATION.unit, [OTLP_GC_DURATION.attribute]),
  ]);
}

function otlpRow({ name, help }, instrument, unit, attributes) {
  return `| ${[code(name), instrument, code(unit), attributes.map(code).join(', '), help].join(' | ')} |`;
}

function otlpTable(rows) {
  return ['| name | type | unit | attributes | what |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** The fields of a finished call's line. They are there for every call, with or without a value. */
function sample({ kind, describe }) {
  return describe({ kind, name: '', labels: {}, attributes: {} }, { failed: false, facts: {}, durationMs: 0 }).fields;
}

function metricsOf({ counters, duration, size, inFlight }) {
  return [...counters, duration, size, inFlight].filter((metric) => metric !== undefined);
}

/** One row for each option: what the kinds of calls behind it have, each once. */
function optionTable(head, names, kinds, cellsOf) {
  const rows = names.map((name) => {
    const cells = cellsOf(kinds.filter(({ option }) => option === name)).map((values) =>
      [...new Set(values)].join(', '),
    );
    return `| ${[code(name), ...cells].join(' | ')} |`;
  });
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

function code(text) {
  return `\`${text}\``;
}

function familyRows(families) {
  const rows = new Map();
  for (const { labels, resultLabels, counters, duration, size, inFlight } of families) {
    const known = Object.keys(labels);
    const all = [...known, ...Object.keys(resultLabels)];
    for (const { name, help, amount } of counters) {
      rows.set(name, row(name, 'counter', amount === undefined ? all : known, 'operations', undefined, help));
    }
    rows.set(duration.name, row(duration.name, 'histogram', all, 'seconds', duration.buckets, duration.help));
    if (size !== undefined) rows.set(size.name, row(size.name, 'histogram', all, 'bytes', size.buckets, size.help));
    if (inFlight !== undefined) {
      rows.set(inFlight.name, row(inFlight.name, 'gauge', known, 'operations', undefined, inFlight.help));
    }
  }
  return [...rows.values()];
}

function poolRows() {
  const { name, label, help } = CONNECTION_POOL;
  const { name: wait, buckets, help: waitHelp } = CONNECTION_POOL_WAIT;
  const { name: waiting, help: waitingHelp } = CONNECTION_POOL_WAITING;
  return [
    row(name, 'gauge', [POOL_LABEL, label], 'connections', undefined, help),
    row(waiting, 'gauge', [POOL_LABEL], 'requests', undefined, waitingHelp),
    row(wait, 'histogram', [POOL_LABEL], 'seconds', buckets, waitHelp),
  ];
}

function labelsOf({ labels = {} }) {
  return Object.entries(labels).map(([name, values]) => (values === '' ? name : `${name} (${values})`));
}

function unitOf(name) {
  return ['bytes', 'percent', 'seconds', 'ratio'].find((unit) => name.includes(unit)) ?? '';
}

function row(name, type, labels, unit, buckets, help) {
  const cells = [`\`${name}\``, type, labels.join(', '), unit, buckets?.join(' ') ?? '', help];
  return `| ${cells.join(' | ')} |`;
}

function metricTable(...rows) {
  return ['| name | type | labels | unit | buckets | what |', '|---|---|---|---|---|---|', ...rows.flat()].join('\n');
}

const places = new Set();
const stale = FILES.filter((file) => {
  const present = readFileSync(file, 'utf8');
  const written = present.replaceAll(/(<!-- table: (.+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, begin, name, end) => {
    places.add(name);
    return `${begin}${TABLES[name] ?? unknown(file, name)}\n${end}`;
  });
  if (written !== present && !process.argv.includes('--check')) writeFileSync(file, written);
  return written !== present;
});
const homeless = Object.keys(TABLES).filter((name) => !places.has(name));
if (given.length === 0 && homeless.length > 0) throw new Error(`No file has a place for: ${homeless.join(', ')}.`);
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`${stale.join(' and ')}: a table is stale. Run: npm run docs:kinds`);
  process.exitCode = 1;
}

function unknown(file, name) {
  throw new Error(`${file} has a place for a table "${name}", which there is not.`);
}
