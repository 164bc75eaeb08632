export interface BackoffOptions {
  /** The first wait, in milliseconds; each further one doubles it, up to the longest. */
  readonly firstMs: number;
  readonly longestMs: number;
}

const DEFAULTS: BackoffOptions = { firstMs: 1_000, longestMs: 10_000 };
/** So that the processes of a service do not come back all at once. */
const JITTER = 0.2;
/** A receiver that asks for more is asked again after this time. */
const LONGEST_ASKED_MS = 3_600_000;

/** How long to wait between attempts while a receiver is away. */
export class Backoff {
  private failures = 0;

  constructor(private readonly options: BackoffOptions = DEFAULTS) {}

  /** Attempts that have failed in a row. */
  get failed(): number {
    return this.failures;
  }

  /** The wait after one more failure. A wait that the receiver asked for is never shortened. */
  next(askedMs?: number): number {
    this.failures++;
    const { firstMs, longestMs } = this.options;
    if (askedMs !== undefined && askedMs > 0)
      return Math.min(askedMs, LONGEST_ASKED_MS) * (1 + (JITTER / 2) * Math.random());
    return Math.min(firstMs * 2 ** (this.failures - 1), longestMs) * (1 - JITTER + 2 * JITTER * Math.random());
  }

  reset(): void {
    this.failures = 0;
  }
}
