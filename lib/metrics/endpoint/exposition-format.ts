import type { Sample } from '../sample.js';

export type FormatName = 'text' | 'openmetrics';

/** The labels that every series of a registry has, unless the series has a label with the same name. */
export interface DefaultLabel {
  readonly name: string;
  readonly text: string;
}

/** A family's name, before its samples. */
export interface FamilyHead {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  /** A counter whose name without `_total` belongs to another metric. */
  readonly unnamable?: boolean;
}

/** A text format of metrics. */
export interface ExpositionFormat {
  readonly contentType: string;
  /** The lines before a family's samples. */
  head(family: FamilyHead): string;
  /** One sample of a family, with its line break. */
  line(family: FamilyHead, sample: Sample, defaults: readonly DefaultLabel[]): string;
  /** The last line. */
  readonly end: string;
}

const TEXT: ExpositionFormat = {
  contentType: 'text/plain; version=0.0.4; charset=utf-8',
  head: ({ name, help, type }) => `# HELP ${name} ${escaped(help)}\n# TYPE ${name} ${type}\n`,
  line: ({ name }, sample, defaults) =>
    `${sample.metricName ?? name}${labels(sample, defaults)} ${number(sample.value)}\n`,
  end: '',
};

/** Source: the OpenMetrics specification, 1.0. */
const OPEN_METRICS: ExpositionFormat = {
  contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  // A counter's family name has no `_total`. Only its samples have it.
  head: ({ name, help, type, unnamable = false }) => {
    const family = type === 'counter' && !unnamable ? withoutTotal(name) : name;
    return `# HELP ${family} ${quoted(help)}\n# TYPE ${family} ${unnamable ? 'unknown' : type}\n`;
  },
  line: ({ name, type }, sample, defaults) => {
    const own = sample.metricName ?? name;
    const series = type === 'counter' ? `${withoutTotal(own)}_total` : own;
    return `${series}${labels(sample, defaults)} ${number(sample.value)}${exemplar(sample)}\n`;
  },
  end: '# EOF\n',
};

export const EXPOSITION_FORMATS: Readonly<Record<FormatName, ExpositionFormat>> = {
  text: TEXT,
  openmetrics: OPEN_METRICS,
};

export function defaultLabels(values: Readonly<Record<string, string | number>>): readonly DefaultLabel[] {
  return Object.entries(values).map(([name, value]) => ({ name, text: label(name, value) }));
}

// A metric without labels may have samples without `labels`, although the types require it.
function labels(
  { labels: own = {}, sharedLabels }: Partial<Pick<Sample, 'labels' | 'sharedLabels'>>,
  defaults: readonly DefaultLabel[],
): string {
  let text = '';
  for (const name in own) {
    // As in a registry, the shared label takes precedence.
    if (sharedLabels === undefined || !Object.hasOwn(sharedLabels, name))
      text = joined(text, label(name, own[name] ?? ''));
  }
  if (sharedLabels !== undefined) text = joined(text, sharedText(sharedLabels));
  for (const { name, text: one } of defaults) {
    if (!Object.hasOwn(own, name) && (sharedLabels === undefined || !Object.hasOwn(sharedLabels, name))) {
      text = joined(text, one);
    }
  }
  return text === '' ? '' : `{${text}}`;
}

// A cache: a series has the same shared-labels object at each scrape.
const SHARED_TEXTS = new WeakMap<object, string>();

function sharedText(shared: Readonly<Record<string, string | number>>): string {
  let text = SHARED_TEXTS.get(shared);
  if (text === undefined) {
    text = '';
    for (const name in shared) text = joined(text, label(name, shared[name] ?? ''));
    SHARED_TEXTS.set(shared, text);
  }
  return text;
}

function joined(one: string, other: string): string {
  if (one === '') return other;
  return other === '' ? one : `${one},${other}`;
}

function label(name: string, value: string | number): string {
  return `${name}="${typeof value === 'number' ? number(value) : quoted(String(value))}"`;
}

function exemplar({ exemplar: found }: Sample): string {
  if (!found) return '';
  return ` # ${labels({ labels: found.labelSet }, []) || '{}'} ${number(found.value)} ${found.timestamp}`;
}

export function withoutTotal(name: string): string {
  return name.endsWith('_total') ? name.slice(0, -'_total'.length) : name;
}

function number(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

const SPECIAL = /[\\"\n]/;

function quoted(text: string): string {
  return SPECIAL.test(text) ? escaped(text).replaceAll('"', String.raw`\"`) : text;
}

function escaped(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
}
