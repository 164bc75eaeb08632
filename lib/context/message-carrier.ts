import { types } from 'node:util';
import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import type { ReportFault } from '../observation/index.js';
import { isSameName } from './header-names.js';
import type { MessageHeaders } from './message.js';

/** No trace field is longer. A header can be as long as a message. */
const MAX_BYTES = 16_384;

interface Accessors {
  readonly get?: unknown;
  readonly set?: unknown;
  readonly keys?: unknown;
  /** All values of a name, where `get` returns the first one only. */
  readonly values?: unknown;
  readonly delete?: unknown;
}

/**
 * The headers of one message. Names are read in any case: Go writes `Traceparent`, Spring `X-B3-TraceId`. This class
 * reports errors of the headers, because propagators do not report them.
 */
export class MessageCarrier {
  constructor(
    private readonly headers: MessageHeaders,
    private readonly report: ReportFault,
  ) {}

  keys(): string[] {
    const { keys } = this.headers as Accessors;
    return typeof keys === 'function' ? [...(keys.call(this.headers) as Iterable<string>)] : Object.keys(this.headers);
  }

  /** A list for several different values. Some clients return bytes where others return text. */
  get(name: string): string | string[] | undefined {
    try {
      const names = this.namesOf(name);
      if (names.length === 1) return textOrList(this.value(names[0] as string));
      const values = new Set(names.flatMap((each) => textOrList(this.value(each)) ?? []));
      return values.size < 2 ? values.values().next().value : [...values];
    } catch (error) {
      this.report('The trace context could not be read from the headers of a message', error);
      return undefined;
    }
  }

  set(name: string, value: string): void {
    try {
      for (const other of this.namesOf(name)) if (other !== name) this.remove(other);
      const { set } = this.headers as Accessors;
      if (typeof set === 'function') set.call(this.headers, name, value);
      else (this.headers as Record<string, unknown>)[name] = value;
    } catch (error) {
      this.report('The trace context could not be written into the headers of a message', error);
    }
  }

  /** The names in these headers that are `name` in any case. */
  private namesOf(name: string): readonly string[] {
    const { get, keys } = this.headers as Accessors;
    // gRPC's metadata, for example: its `get` accepts any case.
    if (typeof get === 'function' && typeof keys !== 'function') return [name];
    return this.keys().filter((key) => key === name || isSameName(key, name));
  }

  private value(name: string): unknown {
    const { get, values } = this.headers as Accessors;
    if (typeof get !== 'function') return (this.headers as Record<string, unknown>)[name];
    // The headers of NATS: a Map's `values` expects no name.
    if (typeof values === 'function' && values.length > 0) return values.call(this.headers, name);
    return get.call(this.headers, name);
  }

  private remove(name: string): void {
    const remove = (this.headers as Accessors).delete;
    if (typeof remove === 'function') remove.call(this.headers, name);
    else delete (this.headers as Record<string, unknown>)[name];
  }
}

export const messageSetter: TextMapSetter<MessageCarrier> = {
  set: (carrier, name, value) => carrier.set(name, value),
};

export const messageGetter: TextMapGetter<MessageCarrier> = {
  keys: (carrier) => carrier.keys(),
  get: (carrier, name) => carrier.get(name),
};

function textOrList(value: unknown): string | string[] | undefined {
  if (!Array.isArray(value)) return text(value);
  const texts = value.map(text).filter((item) => item !== undefined);
  return texts.length === 1 ? texts[0] : texts;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!types.isUint8Array(value) || value.byteLength > MAX_BYTES) return undefined;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
}
