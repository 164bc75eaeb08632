import { textOf } from '../conventions/logs/readable-error.js';
import { REDACTED, type Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow, type SecretPlace } from '../conventions/redaction/secret-paths.js';
import { inFull } from './error-fields.js';
import { isError } from './log-arguments.js';

const MAX_DEPTH = 8;
/** Entries of one value, at all depths together. */
const MAX_ENTRIES = 1_000;

/** Copies one value as it may be written: secrets hidden, errors readable, circles and depths cut off. */
export class ValueWalk {
  private readonly above: object[] = [];
  private entries = 0;

  constructor(private readonly redactor: Redactor | undefined) {}

  copy(value: unknown, place: SecretPlace | undefined): unknown {
    switch (typeof value) {
      case 'string':
        return this.redactor === undefined ? value : this.redactor.text(value);
      case 'symbol':
      case 'function':
        return textOf(value);
      case 'object':
        return value === null ? null : this.copyObject(value, place);
      default:
        return value;
    }
  }

  /** What stands under `name`: hidden if its name or place is, or if it cannot be told. */
  entry(name: string, value: unknown, place: SecretPlace | undefined): unknown {
    if (value === undefined) return undefined;
    const below = placeBelow(place, name);
    if (below?.hidden === true || this.redactor?.hides(name) === true) return REDACTED;
    try {
      return this.copy(value, below);
    } catch {
      return this.redactor === undefined ? 'something that cannot be read' : REDACTED;
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

  private copyParts(value: object, place: SecretPlace | undefined): unknown {
    if (isError(value)) return inFull(value, (name, part) => this.entry(name, part, place));
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name} of ${value.byteLength} bytes]`;
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return this.copy(toJSON.call(value), place);
    if (Array.isArray(value)) return this.list(value, place);
    if (value instanceof Set) return this.list([...value], place);
    return this.object(value instanceof Map ? entriesOf(value) : Object.entries(value), place);
  }

  private list(values: readonly unknown[], place: SecretPlace | undefined): unknown[] {
    const copy: unknown[] = [];
    for (const [at, value] of values.entries()) {
      if (++this.entries > MAX_ENTRIES) return [...copy, `[${values.length - at} more]`];
      copy.push(this.entry(String(at), value, place));
    }
    return copy;
  }

  private object(entries: ReadonlyArray<readonly [string, unknown]>, place: SecretPlace | undefined): object {
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

function entriesOf(map: ReadonlyMap<unknown, unknown>): Array<[string, unknown]> {
  return [...map].map(([key, value]) => [textOf(key), value]);
}
