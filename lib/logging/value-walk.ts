import { withoutColours } from '../conventions/errors/colours.js';
import { describeError } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { REDACTED } from '../conventions/redaction/redacted.js';
import type { Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow, type SecretPlace } from '../conventions/redaction/secret-paths.js';
import { entriesOf, type Entry } from './value-entries.js';
import { labelledEntries, labelledItems } from './labelled-values.js';

const MAX_DEPTH = 8;
/** Entries of one value, at all depths together. */
const MAX_ENTRIES = 1_000;

const SUSPICIOUS_FRAME = /=|:\/\/\S*@|[Bb]earer|eyJ|PRIVATE/;

/** Copies one value as it may be written: secrets hidden, errors readable, circles and depths cut off. */
export class ValueWalk {
  private readonly above: object[] = [];
  private entries = 0;

  constructor(private readonly redactor: Redactor | undefined) {}

  copy(value: unknown, place: SecretPlace | undefined): unknown {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'symbol':
      case 'function':
        return textOf(value);
      case 'object':
        return value === null ? null : this.copyObject(value, place);
      default:
        return value;
    }
  }

  /** Something thrown, as an object, whatever it is. */
  described(error: unknown): object {
    const described = describeError(error);
    return this.object(Object.entries(described), undefined);
  }

  /** What stands under `name`: hidden if its name or place is, or if it cannot be told. */
  entry(name: string, value: unknown, place: SecretPlace | undefined): unknown {
    if (value === undefined) return undefined;
    if (name === 'stack' && typeof value === 'string') return this.stack(value);
    const below = placeBelow(place, name);
    if (below?.hidden === true) return REDACTED;
    const replacement = this.redactor?.replacement(name, value);
    if (replacement !== undefined) return replacement;
    try {
      return this.copy(value, below);
    } catch {
      return this.redactor === undefined ? 'something that cannot be read' : REDACTED;
    }
  }

  /** Frames are places in source code: most need not be read. */
  private stack(stack: string): string {
    const frames = stack.indexOf('\n    at ');
    if (frames < 0) return this.text(stack);
    const below = stack.slice(frames);
    return this.text(stack.slice(0, frames)) + (SUSPICIOUS_FRAME.test(below) ? this.text(below) : below);
  }

  private copyObject(value: object, place: SecretPlace | undefined): unknown {
    if (this.above.includes(value)) return '[Circular]';
    if (this.above.length >= MAX_DEPTH) return Array.isArray(value) ? '[Array]' : '[Object]';
    this.above.push(value);
    try {
      return this.copyParts(value, place);
    } finally {
      this.above.pop();
    }
  }

  private text(text: string): string {
    const plain = withoutColours(text);
    return this.redactor === undefined ? plain : this.redactor.text(plain);
  }

  private copyParts(value: object, place: SecretPlace | undefined): unknown {
    if (isError(value)) return this.described(value);
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return this.copy(toJSON.call(value), place);
    if (Array.isArray(value)) return this.list(labelledItems(value, this.redactor), place);
    if (value instanceof Set) return this.list([...value], place);
    return this.object(labelledEntries(entriesOf(value), this.redactor), place);
  }

  private list(values: readonly unknown[], place: SecretPlace | undefined): unknown[] {
    const copy: unknown[] = [];
    for (const [at, value] of values.entries()) {
      if (++this.entries > MAX_ENTRIES) return [...copy, `[${values.length - at} more]`];
      copy.push(this.entry(String(at), value, place));
    }
    return copy;
  }

  private object(entries: readonly Entry[], place: SecretPlace | undefined): object {
    const copy: Record<string, unknown> = {};
    for (const [at, [name, value]] of entries.entries()) {
      if (++this.entries > MAX_ENTRIES) {
        copy['…'] = `[${entries.length - at} more]`;
        break;
      }
      if (name !== '__proto__') copy[name] = this.entry(name, value, place);
    }
    return copy;
  }
}
