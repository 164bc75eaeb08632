import { boundedText } from '../conventions/errors/bounded-text.js';
import type { ResolvedLimits } from '../options/limits.options.js';

/** Entries of one value, at all depths together. */
export const MAX_ENTRIES = 1_000;
/** Entries of all values of a line. */
const MAX_LINE_ENTRIES = 5_000;
const MAX_NAME_BYTES = 256;
/** Secrets are recognised in more of a text than is written, so that none is cut before it is recognised. */
const MARGIN = 4_096;
/** Shorter texts count as they are; of longer ones, the escapes of JSON count too. */
const SHORT = 256;
/** What JSON has around a name and its value. */
const PUNCTUATION = 6;

/** What one line may still hold. Whatever is larger is cut before anything walks over it. */
export class LineBudget {
  private entries = MAX_LINE_ENTRIES;
  private bytes: number;

  constructor(
    private readonly limits: ResolvedLimits,
    takenBytes = 0,
  ) {
    this.bytes = limits.lineBytes - takenBytes;
  }

  /** A text as `show` makes it, cut to what a value may have and what is left. */
  text(text: string, show: (text: string) => string): string {
    const allowed = Math.max(0, Math.min(this.limits.valueBytes, this.bytes));
    let shown = shortened(text, allowed, show);
    let size = writtenBytes(shown);
    if (size > this.bytes && shown.length > SHORT) {
      shown = shortened(text, Math.floor((Math.max(0, this.bytes) * shown.length) / size), show);
      size = writtenBytes(shown);
    }
    this.bytes -= size;
    return shown;
  }

  /** How many more entries of objects and lists may be written. */
  get entriesLeft(): number {
    return this.isSpent ? 0 : this.entries;
  }

  get isSpent(): boolean {
    return this.bytes <= 0;
  }

  takeEntries(count: number): void {
    this.entries -= count;
  }

  /** The name of an entry. */
  name(name: string): string {
    this.bytes -= name.length + PUNCTUATION;
    return boundedText(name, MAX_NAME_BYTES);
  }
}

function shortened(text: string, maxBytes: number, show: (text: string) => string): string {
  if (text.length * 3 <= maxBytes) return show(text);
  const head = text.length <= maxBytes + MARGIN ? text : wholeCharacters(text.slice(0, maxBytes + MARGIN));
  const missing = head === text ? 0 : Buffer.byteLength(text) - Buffer.byteLength(head);
  return boundedText(show(head), maxBytes, missing);
}

function wholeCharacters(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}

function writtenBytes(text: string): number {
  return text.length <= SHORT ? text.length : Buffer.byteLength(JSON.stringify(text));
}
