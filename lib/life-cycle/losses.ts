/** Something that did not arrive where it was meant to go. */
export interface Loss {
  /** What was lost, in the singular: `span`, `log line`. */
  readonly what: string;
  readonly count: number;
  /** The exporter or destination by its name. */
  readonly target: string;
  readonly address?: string | undefined;
}

/** All that telemetry has lost so far, from whoever can lose something. */
export class Losses {
  private readonly sources: (() => readonly Loss[])[] = [];

  /** Notes how to ask for losses. */
  watch(read: () => readonly Loss[]): void {
    this.sources.push(read);
  }

  read(): readonly Loss[] {
    return this.sources.flatMap((read) => read()).filter(({ count }) => count > 0);
  }
}

/** The losses in words: `2 spans for otlp at http://collector:4318/v1/traces, 1 log line for stdout`. */
export function describeLosses(losses: readonly Loss[]): string {
  return losses.map(describe).join(', ');
}

function describe({ what, count, target, address }: Loss): string {
  return `${count} ${count === 1 ? what : plural(what)} for ${target}${address === undefined ? '' : ` at ${address}`}`;
}

function plural(what: string): string {
  return `${what}${what.endsWith('sh') ? 'es' : 's'}`;
}
