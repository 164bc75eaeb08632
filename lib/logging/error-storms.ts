/** The summary of the errors that were not written, at the end of the minute. */
export interface StormSummary {
  readonly context: string | undefined;
  readonly type: string | undefined;
  readonly message: string;
  readonly suppressed: number;
}

interface Storm {
  readonly context: string | undefined;
  readonly type: string | undefined;
  readonly message: string;
  endsAt: number;
  count: number;
}

const MINUTE_MS = 60_000;
/** The maximum number of different errors; beyond it, the oldest is removed. */
const MAX_REMEMBERED = 500;
const MAX_TEMPLATE = 200;
/** The variable parts of a message: identifiers, numbers, quoted text. */
const VARIABLE = /"[^"]*"|'[^']*'|\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b|\d+/gi;

/** Writes the first of many identical errors per minute, and counts the rest. */
export class ErrorStorms {
  private readonly storms = new Map<string, Storm>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly maxPerMinute: number,
    private readonly summarize: (summary: StormSummary) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Returns true if the line is to be written. */
  admits(context: string | undefined, type: string | undefined, message: string): boolean {
    if (this.maxPerMinute === Number.POSITIVE_INFINITY) return true;
    const now = this.now();
    const key = `${context ?? ''}\n${type ?? ''}\n${templateOf(message)}`;
    let storm = this.storms.get(key);
    if (storm !== undefined && now >= storm.endsAt) {
      this.end(key, storm);
      storm = undefined;
    }
    if (storm === undefined) {
      this.makeRoom();
      storm = { context, type, message: message.slice(0, MAX_TEMPLATE), endsAt: now + MINUTE_MS, count: 0 };
      this.storms.set(key, storm);
    }
    storm.count++;
    if (storm.count > this.maxPerMinute) this.watch();
    return storm.count <= this.maxPerMinute;
  }

  /** Summarises and removes the errors whose minute is over. */
  sweep(): void {
    const now = this.now();
    for (const [key, storm] of this.storms) if (now >= storm.endsAt) this.end(key, storm);
  }

  /** Summarises all errors that were left out so far. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    for (const [key, storm] of this.storms) this.end(key, storm);
  }

  private end(key: string, { context, type, message, count }: Storm): void {
    this.storms.delete(key);
    const suppressed = count - this.maxPerMinute;
    if (suppressed > 0) this.summarize({ context, type, message, suppressed });
  }

  private makeRoom(): void {
    if (this.storms.size < MAX_REMEMBERED) return;
    const [oldest] = this.storms;
    if (oldest !== undefined) this.end(...oldest);
  }

  /** The timer summarises a storm that has stopped; without it, only the next error would. */
  private watch(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.sweep();
      if ([...this.storms.values()].some(({ count }) => count > this.maxPerMinute)) this.watch();
    }, MINUTE_MS).unref();
  }
}

function templateOf(message: string): string {
  return message.slice(0, MAX_TEMPLATE).replace(VARIABLE, '?');
}

/** The last line about repeated errors. */
export function stormMessage({ message, suppressed }: StormSummary): string {
  return `${message} … and ${suppressed.toLocaleString('en-US')} more in the last minute`;
}
