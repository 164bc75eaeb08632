import {
  type BaggageEntry,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import type { ReportFault } from '../../observation/index.js';
import { joinedValues } from './field-readers.js';
import { reportLostBaggage } from './lost-baggage.js';

const PREFIX = 'uberctx-';
/** Baggage that people write by hand: `k1=v1, k2=v2`. */
const JAEGER_BAGGAGE = 'jaeger-baggage';
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

// The limits of W3C baggage.
const MAX_ENTRIES = 180;
const MAX_LENGTH = 8192;

/** Jaeger's baggage: one header `uberctx-{key}` per entry, with a url-encoded value. */
export class JaegerBaggagePropagator implements TextMapPropagator {
  constructor(private readonly report: ReportFault) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    if (isTracingSuppressed(context)) return;
    const limit = new Limit();
    for (const [key, { value }] of propagation.getBaggage(context)?.getAllEntries() ?? []) {
      const encoded = encodeURIComponent(value.toWellFormed());
      if (!HEADER_NAME.test(key)) continue;
      if (limit.admits(key, encoded)) setter.set(carrier, `${PREFIX}${key}`, encoded);
      else reportLostBaggage(this.report, key);
    }
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    const entries = new Map<string, BaggageEntry>();
    const limit = new Limit();
    for (const [key, encoded] of encodedEntries(carrier, getter)) {
      if (!isKey(key) || entries.has(key)) continue;
      const value = decoded(encoded);
      if (value !== undefined && limit.admits(key, encoded)) entries.set(key, { value });
    }
    if (entries.size === 0) return context;
    return propagation.setBaggage(context, propagation.createBaggage(Object.fromEntries(entries)));
  }

  /** Empty: the names depend on the baggage. */
  fields(): string[] {
    return [];
  }
}

class Limit {
  private entries = 0;
  private length = 0;

  admits(key: string, value: string): boolean {
    const length = this.length + key.length + value.length + 1;
    if (this.entries >= MAX_ENTRIES || length > MAX_LENGTH) return false;
    this.entries++;
    this.length = length;
    return true;
  }
}

function* encodedEntries<Carrier>(carrier: Carrier, getter: TextMapGetter<Carrier>): Generator<[string, string]> {
  for (const name of getter.keys(carrier)) {
    if (typeof name !== 'string') continue;
    const lowerCase = name.toLowerCase();
    if (lowerCase.startsWith(PREFIX)) {
      const value = getter.get(carrier, name);
      if (typeof value === 'string') yield [name.slice(PREFIX.length), value];
    } else if (lowerCase === JAEGER_BAGGAGE) {
      yield* handwritten(joinedValues(getter.get(carrier, name)) ?? '');
    }
  }
}

function* handwritten(list: string): Generator<[string, string]> {
  for (const entry of list.slice(0, MAX_LENGTH).split(',')) {
    const separator = entry.indexOf('=');
    if (separator > 0) yield [entry.slice(0, separator).trim(), entry.slice(separator + 1).trim()];
  }
}

function isKey(key: string): boolean {
  return HEADER_NAME.test(key) && key !== '__proto__';
}

function decoded(value: string): string | undefined {
  if (value.length > MAX_LENGTH) return undefined;
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
