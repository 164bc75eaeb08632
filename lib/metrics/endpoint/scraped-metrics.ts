import type { Metric, Registry } from 'prom-client';
import { within } from '../../life-cycle/within.js';
import type { ReportFault } from '../../observation/index.js';
import { KeptMetric } from '../kept/kept-metric.js';
import { OwnResources } from '../runtime/own-resources.js';
import type { Sample } from '../sample.js';
import { type DefaultLabel, defaultLabels, type FamilyHead, withoutTotal } from './exposition-format.js';

/** A metric that a scrape reads. */
export interface ScrapedMetric extends FamilyHead {
  readonly defaults: readonly DefaultLabel[];
  /** Its samples, in parts that are small enough to write at once. */
  readonly series: Iterable<readonly Sample[]>;
}

/** A registry, or a function that creates one for each scrape. */
export type ScrapedRegistry = Registry | (() => Promise<Registry>);

interface Values {
  readonly values?: readonly Sample[];
}

/** The metrics in a registry, as both clients store them. */
interface Registered {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  get(): Promise<Values> | Values;
  /** The same with shared labels. Used if it exists, because it is much faster. */
  getForPromString?(): Promise<Values> | Values;
  readonly collect?: unknown;
}

const PART_SAMPLES = 100;
/** Half of Prometheus' default scrape timeout. */
const COLLECT_TIMEOUT_MS = 5_000;

/** Reads several registries as one. If two have a metric with the same name, the first one is used. */
export class ScrapedMetrics {
  private readonly reportedDoubles = new Set<string>();

  constructor(
    private readonly registries: readonly ScrapedRegistry[],
    private readonly report: ReportFault,
    /** The time limit for the values of one metric. */
    private readonly collectTimeoutMs = COLLECT_TIMEOUT_MS,
    private readonly own = new OwnResources(),
  ) {}

  async *read(): AsyncGenerator<ScrapedMetric> {
    const entries = this.entries(await this.found()).map(({ metric, defaults }) => ({
      metric,
      defaults,
      // Metrics with asynchronous values collect them at the same time.
      values: typeof metric.collect === 'function' ? this.values(metric) : undefined,
    }));
    const names = new Set(entries.map(({ metric }) => metric.name));
    for (const { metric, defaults, values } of entries) {
      const { name, help, type } = metric;
      const unnamable = type === 'counter' && name.endsWith('_total') && names.has(withoutTotal(name));
      const head = { name, help, type, defaults, unnamable };
      if (metric instanceof KeptMetric) {
        yield { ...head, series: metric.samples() };
        continue;
      }
      const found = await (values ?? this.values(metric));
      if (found !== undefined) yield { ...head, series: parts(found) };
    }
  }

  private found(): Promise<readonly Registry[]> {
    return Promise.all(this.registries.map((registry) => (typeof registry === 'function' ? registry() : registry)));
  }

  private entries(registries: readonly Registry[]): { metric: Registered; defaults: readonly DefaultLabel[] }[] {
    const seen = new Set<string>();
    const doubles: string[] = [];
    const entries = [];
    for (const registry of new Set(registries)) {
      const defaults = defaultLabels(defaultsOf(registry));
      for (const metric of registry.getMetricsAsArray() as unknown as readonly (Registered & Metric)[]) {
        const name = metric.type === 'counter' ? `${withoutTotal(metric.name)}_total` : metric.name;
        if (seen.has(name)) doubles.push(metric.name);
        else entries.push({ metric, defaults });
        seen.add(name);
      }
    }
    this.reportDoubles(doubles);
    return entries;
  }

  private reportDoubles(doubles: readonly string[]): void {
    const fresh = doubles.filter((name) => !this.reportedDoubles.has(name));
    if (fresh.length === 0) return;
    for (const name of fresh) this.reportedDoubles.add(name);
    this.report(
      `Two metrics have one name, and only the first one, of telemetry's own registry if there is one, is served: ` +
        fresh.join(', '),
    );
  }

  // A metric that cannot be read does not affect other metrics.
  private async values(metric: Registered): Promise<readonly Sample[] | undefined> {
    const release = this.own.hold('Timeout');
    try {
      const found = await within(this.collectTimeoutMs, () => metric.getForPromString?.() ?? metric.get());
      return found.values ?? [];
    } catch (error) {
      this.report(`The metric ${metric.name} could not be collected`, error);
      return undefined;
    } finally {
      release();
    }
  }
}

function* parts(values: readonly Sample[]): Generator<readonly Sample[]> {
  if (values.length <= PART_SAMPLES) yield values;
  else for (let at = 0; at < values.length; at += PART_SAMPLES) yield values.slice(at, at + PART_SAMPLES);
}

// A registry has no public access to its default labels. Both clients keep them in this field.
function defaultsOf(registry: Registry): Readonly<Record<string, string | number>> {
  return (registry as unknown as { _defaultLabels?: Record<string, string> })._defaultLabels ?? {};
}
