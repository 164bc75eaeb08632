/** The maximum number of waiting scrapes. Prometheus sends one or two; thousands are a mistake or an attack. */
const MAX_WAITING = 1_000;

/**
 * Scrapes that arrive during a scrape of the same format share its result: collecting is expensive, and the text can
 * have megabytes.
 */
export class SharedScrapes {
  private readonly underWay = new Map<string, Promise<Buffer>>();
  private waiting = 0;

  constructor(private readonly maxWaiting = MAX_WAITING) {}

  /** Undefined if too many scrapes already wait. */
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
