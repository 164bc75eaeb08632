import type { Registry } from 'prom-client';
import type { RuntimeMetric } from '../../conventions/metrics/runtime.js';
import type { Sample } from '../kept/kept-metric.js';

/** A metric that is read when a registry asks for it, and keeps nothing. */
export class CollectedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge' | 'counter';
  readonly aggregator: string;

  constructor(
    { name, help, type, aggregator }: RuntimeMetric,
    private readonly collect: () => readonly Sample[] | Promise<readonly Sample[]>,
    registry: Registry,
    prefix: string,
  ) {
    this.name = prefix + name;
    this.help = help;
    this.type = type;
    this.aggregator = aggregator;
    registry.registerMetric(this as never);
  }

  async get(): Promise<{ name: string; help: string; type: string; values: readonly Sample[]; aggregator: string }> {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: await this.collect() };
  }

  /** There is nothing to forget. */
  reset(): void {}
}

export function sampled(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([of, value]) => ({ labels: { [label]: of }, value }));
}
