import { boundedText } from '../conventions/errors/bounded-text.js';
import { withoutColours } from '../conventions/errors/colours.js';
import type { ResolvedLimits } from '../options/limits.options.js';

/** The maximum number of entries of one value, at all depths. */
export const MAX_ENTRIES = 1_000;
/** The maximum number of entries of all values of a line. */
const MAX_LINE_ENTRIES = 5_000;
const MAX_NAME_BYTES = 256;
/** More text is searched for secrets than is written, so that no secret is cut before it is found. */
const MARGIN = 4_096;
/** Shorter texts count with their length. For longer ones, JSON's escapes count too. */
const SHORT = 256;
/** The JSON punctuation around a name and its value. */
const PUNCTUATION = 6;

/** The remaining size of one line. Large values are cut before they are traversed. */
export class LineBudget {
  private entries = MAX_LINE_ENTRIES;
  private bytes: number;

  constructor(
    private readonly limits: ResolvedLimits,
    takenBytes = 0,
  ) {
    this.bytes = limits.lineBytes - takenBytes;
  }

  /** The result of `show`, cut to the limit of one value and to the remaining size. */
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

  /** The number of entries of objects and lists that may still be written. */
  get entriesLeft(): number {
    return this.isSpent ? 0 : this.entries;
  }

  get isSpent(): boolean {
    return this.bytes <= 0;
  }

  takeEntries(count: number): void {
    this.entries -= count;
  }

  /** Reserves space for the name of an entry. */
  name(name: string): string {
    this.bytes -= name.length + PUNCTUATION;
    return boundedText(plainName(name), MAX_NAME_BYTES);
  }
}

/** Names that have no colours. Every line has the same few. */
const plainNames = new Set<string>();
const MAX_PLAIN_NAMES = 1_000;

function plainName(name: string): string {
  if (plainNames.has(name)) return name;
  const plain = withoutColours(name);
  if (plain === name && name.length <= MAX_NAME_BYTES && plainNames.size < MAX_PLAIN_NAMES) plainNames.add(name);
  return plain;
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
