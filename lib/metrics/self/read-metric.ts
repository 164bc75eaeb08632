import type { Registry } from 'prom-client';
import type { SelfMetric } from '../../conventions/metrics/self-metrics.js';
import type { Sample } from '../kept/kept-metric.js';

/** A metric whose numbers somebody else counts: they are read when a registry asks, and cost nothing otherwise. */
export class ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly type: SelfMetric['type'];
  readonly aggregator = 'sum';

  constructor(
    { name, help, type }: SelfMetric,
    prefix: string,
    private readonly read: () => readonly Sample[],
    registry: Registry,
  ) {
    this.name = prefix + name;
    this.help = help;
    this.type = type;
    registry.registerMetric(this as never);
  }

  async get(): Promise<{ name: string; help: string; type: string; values: Sample[]; aggregator: string }> {
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values: [...this.read()] };
  }

  /** The numbers are not its own. */
  reset(): void {}
}
