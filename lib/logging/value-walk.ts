import { types } from 'node:util';
import { withoutColours } from '../conventions/errors/colours.js';
import { describeError, type KnownOfError } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { REDACTED } from '../conventions/redaction/redacted.js';
import type { Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow, type SecretPlace } from '../conventions/redaction/secret-paths.js';
import { labelledEntries, labelledItems } from './labelled-values.js';
import { type LineBudget, MAX_ENTRIES } from './line-budget.js';
import { finite } from './finite.js';
import { NOT_READABLE } from './not-readable.js';
import { singleValue } from './single-value.js';
import { type Entry, type First, firstEntries, firstItems } from './value-entries.js';

const MAX_DEPTH = 8;

const SUSPICIOUS_FRAME = /=|:\/\/\S*@|[Bb]earer|eyJ|PRIVATE/;

/** Copies one value for the log: hides secrets, describes errors, and cuts cycles, deep and large values. */
export class ValueWalk {
  private readonly above: object[] = [];
  private entries = MAX_ENTRIES;

  constructor(
    private readonly redactor: Redactor | undefined,
    private readonly budget: LineBudget,
  ) {}

  copy(value: unknown, place: SecretPlace | undefined): unknown {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'symbol':
      case 'function':
        return this.text(textOf(value));
      case 'object':
        return value === null ? null : this.copyObject(value, place);
      case 'number':
        return finite(value);
      default:
        return value;
    }
  }

  /** A thrown value of any type, as an object. */
  described(error: unknown, known?: KnownOfError): object {
    return this.object({ items: Object.entries(describeError(error, known)), more: 0 }, undefined);
  }

  /** The value of `name`. It is hidden if its name or path is secret, or if that cannot be decided. */
  entry(name: string, value: unknown, place: SecretPlace | undefined): unknown {
    if (value === undefined) return undefined;
    if (name === 'stack' && typeof value === 'string') return this.budget.text(value, this.shownStack);
    const below = placeBelow(place, name);
    if (below?.hidden === true) return REDACTED;
    const replacement = this.redactor?.replacement(name, value);
    if (replacement !== undefined) return replacement;
    try {
      return this.copy(value, below);
    } catch {
      return this.redactor === undefined ? NOT_READABLE : REDACTED;
    }
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
    return this.budget.text(text, this.shown);
  }

  private readonly shown = (text: string): string => {
    const plain = withoutColours(text);
    return this.redactor === undefined ? plain : this.redactor.text(plain);
  };

  /** Stack frames are source positions: most need no check. */
  private readonly shownStack = (stack: string): string => {
    const frames = stack.indexOf('\n    at ');
    if (frames < 0) return this.shown(stack);
    const below = stack.slice(frames);
    return this.shown(stack.slice(0, frames)) + (SUSPICIOUS_FRAME.test(below) ? this.shown(below) : below);
  };

  private copyParts(value: object, place: SecretPlace | undefined): unknown {
    if (isError(value)) return this.described(value);
    const single = isPlain(value) ? undefined : singleValue(value);
    if (single !== undefined) return this.copy(single, place);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return this.copy(toJSON.call(value), place);
    if (Array.isArray(value)) return this.list(value, place);
    if (types.isSet(value)) return this.list(value, place);
    return this.object(firstEntries(value, this.mayHave()), place);
  }

  private mayHave(): number {
    return Math.min(this.entries, this.budget.entriesLeft);
  }

  private took(entries: number): void {
    this.entries -= entries;
    this.budget.takeEntries(entries);
  }

  private list(values: Iterable<unknown>, place: SecretPlace | undefined): unknown[] {
    const { items, more } = firstItems(values, this.mayHave());
    this.took(items.length);
    const shown = labelledItems(items, this.redactor);
    const copy: unknown[] = [];
    for (const [at, value] of shown.entries()) {
      if (this.budget.isSpent) return [...copy, note(more, shown.length - at)];
      copy.push(this.entry(String(at), value, place));
    }
    return more === 0 ? copy : [...copy, note(more, 0)];
  }

  private object({ items, more }: First<Entry>, place: SecretPlace | undefined): object {
    this.took(items.length);
    const shown = labelledEntries(items, this.redactor);
    const copy: Record<string, unknown> = {};
    for (const [at, [name, value]] of shown.entries()) {
      if (this.budget.isSpent) return { ...copy, '…': note(more, shown.length - at) };
      const short = this.budget.name(name);
      if (short !== '__proto__') copy[short] = this.entry(short, value, place);
    }
    return more === 0 ? copy : { ...copy, '…': note(more, 0) };
  }
}

/** Most values are plain objects and lists. They need no further checks. */
function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** Stands for entries that were left out. */
function note(more: First<unknown>['more'], left: number): string {
  return `[${more === 'some' ? more : more + left} more]`;
}
