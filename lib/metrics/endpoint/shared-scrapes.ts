/** Scrapes that wait at once. Prometheus sends one or two; thousands are a mistake or an attack. */
const MAX_WAITING = 1_000;

/**
 * Scrapes that arrive while one of the same format is under way share its result: collecting is what costs, and its
 * text can have megabytes.
 */
export class SharedScrapes {
  private readonly underWay = new Map<string, Promise<Buffer>>();
  private waiting = 0;

  constructor(private readonly maxWaiting = MAX_WAITING) {}

  /** Undefined where too many wait already. */
  async text(format: string, write: () => Promise<Buffer>): Promise<Buffer | undefined> {
    if (this.waiting >= this.maxWaiting) return undefined;
    this.waiting++;
    try {
      return await this.shared(format, write);
    } finally {
      this.waiting--;
    }
  }

  private shared(format: string, write: () => Promise<Buffer>): Promise<Buffer> {
    let text = this.underWay.get(format);
    if (text === undefined) {
      text = write().finally(() => this.underWay.delete(format));
      this.underWay.set(format, text);
    }
    return text;
  }
}
