// Writes the tables of docs/metrics.md from lib/conventions. With --check it only says whether they are as they should.
import { readFileSync, writeFileSync } from 'node:fs';
import '../test/typescript-loader.mjs';

const { METRIC_FAMILIES } = await import('../lib/conventions/metrics/metric-families.ts');
const { SEMCONV_FAMILIES } = await import('../lib/conventions/metrics/semconv-families.ts');
const { CONNECTION_POOL, CONNECTION_POOL_WAIT, CONNECTION_POOL_WAITING, POOL_LABEL } =
  await import('../lib/conventions/database/connection-pool.ts');
const { OVERFLOW_COUNTER } = await import('../lib/conventions/metrics/overflow.ts');
const { GC_DURATION, RUNTIME_METRICS } = await import('../lib/conventions/metrics/runtime.ts');

const FILE = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'docs/metrics.md';
const TABLES = {
  families: table(familyRows(METRIC_FAMILIES), [
    ...poolRows(),
    row(OVERFLOW_COUNTER.name, 'counter', ['metric'], 'observations', undefined, OVERFLOW_COUNTER.help),
  ]),
  semconv: table(familyRows(SEMCONV_FAMILIES)),
  process: table([
    ...Object.values(RUNTIME_METRICS).map((metric) =>
      row(metric.name, metric.type, labelsOf(metric), unitOf(metric.name), undefined, metric.help),
    ),
    row(GC_DURATION.name, 'histogram', [GC_DURATION.label], 'seconds', GC_DURATION.buckets, GC_DURATION.help),
  ]),
};

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

function table(...rows) {
  return ['| name | type | labels | unit | buckets | what |', '|---|---|---|---|---|---|', ...rows.flat()].join('\n');
}

const present = readFileSync(FILE, 'utf8');
let written = present;
for (const [name, text] of Object.entries(TABLES)) {
  const place = new RegExp(`(<!-- table: ${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
  if (!place.test(written)) throw new Error(`${FILE} has no place for the table "${name}".`);
  written = written.replace(place, (_, begin, end) => `${begin}${text}\n${end}`);
}
if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (written !== present) {
  console.error(`${FILE} is stale. Run: npm run docs:metrics`);
  process.exitCode = 1;
}
