/** Data that did not reach its destination. */
export interface Loss {
  /** What was lost, in the singular: `span`, `log line`. */
  readonly what: string;
  readonly count: number;
  /** The name of the exporter or destination. */
  readonly target: string;
  readonly address?: string | undefined;
}

/** Counts everything that telemetry has lost so far, from all sources. */
export class Losses {
  private readonly sources: (() => readonly Loss[])[] = [];

  /** Registers a source of losses. */
  watch(read: () => readonly Loss[]): void {
    this.sources.push(read);
  }

  read(): readonly Loss[] {
    return this.sources.flatMap((read) => read()).filter(({ count }) => count > 0);
  }
}

/** The losses as a text: `2 spans for otlp at http://collector:4318/v1/traces, 1 log line for stdout`. */
export function describeLosses(losses: readonly Loss[]): string {
  return losses.map(describe).join(', ');
}

function describe({ what, count, target, address }: Loss): string {
  return `${count} ${count === 1 ? what : plural(what)} for ${target}${address === undefined ? '' : ` at ${address}`}`;
}

function plural(what: string): string {
  return `${what}${what.endsWith('sh') ? 'es' : 's'}`;
}
