import { types } from 'node:util';
import { mongoBatch } from './mongodb-batch.js';
import { cutToBytes } from './sql/cut-to-bytes.js';

/** The driver adds these to every command. */
const UNTOLD = new Set([
  'lsid',
  'txnNumber',
  'startTransaction',
  'autocommit',
  '$clusterTime',
  '$db',
  '$readPreference',
]);
/** Whole documents: even their keys may be data. */
const DOCUMENTS = new Set(['documents']);
const MAX_DEPTH = 12;
/** The maximum number of list items with different shapes. */
const MAX_ITEMS = 20;
const HIDDEN = '"?"';

/**
 * A command without values: its keys, the name of its collection, and `?` for the rest. A list item with the same shape
 * as the item before it is left out.
 */
export function commandShape(command: object, maxBytes: number): string {
  const shape = new CommandShape(maxBytes);
  try {
    shape.command(command);
  } catch {
    // A getter threw. The text so far is still correct.
  }
  return cutToBytes(shape.text, maxBytes);
}

class CommandShape {
  text = '';

  constructor(private readonly limit: number) {}

  command(command: object): void {
    let first = true;
    this.text += '{';
    for (const key of Object.keys(command)) {
      if (UNTOLD.has(key)) continue;
      const value = (command as Record<string, unknown>)[key];
      this.text += `${first ? '' : ','}${JSON.stringify(key)}:`;
      if (typeof value === 'string' && (first || key === 'collection')) this.text += JSON.stringify(value);
      else if (DOCUMENTS.has(key)) this.text += '["?"]';
      else this.value(mongoBatch(value) ?? value, 1);
      first = false;
    }
    this.text += '}';
  }

  private value(value: unknown, depth: number): void {
    if (depth > MAX_DEPTH || this.text.length > this.limit) this.text += HIDDEN;
    else if (Array.isArray(value)) this.list(value, depth);
    else if (types.isMap(value)) this.object([...value.entries()], depth);
    else if (isPlain(value)) this.object(Object.entries(value), depth);
    else this.text += HIDDEN;
  }

  private list(items: readonly unknown[], depth: number): void {
    const start = this.text;
    const shapes: string[] = [];
    for (const item of items) {
      if (shapes.length >= MAX_ITEMS) break;
      this.text = '';
      this.value(item, depth + 1);
      if (this.text !== shapes.at(-1)) shapes.push(this.text);
    }
    this.text = `${start}[${shapes.join(',')}]`;
  }

  private object(entries: readonly (readonly [unknown, unknown])[], depth: number): void {
    this.text += '{';
    entries.forEach(([key, value], at) => {
      if (this.text.length > this.limit) return;
      this.text += `${at === 0 ? '' : ','}${JSON.stringify(String(key))}:`;
      this.value(value, depth + 1);
    });
    this.text += '}';
  }
}

/** BSON types are classes. A document may come from another realm. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || '_bsontype' in value) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
