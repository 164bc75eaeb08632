import { types } from 'node:util';
import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api';
import type { ReportFault } from '../observation/index.js';
import type { MessageHeaders } from './message.js';

/** No trace field is longer. A header can be as long as a message. */
const MAX_BYTES = 16_384;

interface Accessors {
  readonly get?: unknown;
  readonly set?: unknown;
  readonly keys?: unknown;
}

/** The headers of one message. This class reports their errors, because propagators do not report them. */
export class MessageCarrier {
  constructor(
    private readonly headers: MessageHeaders,
    private readonly report: ReportFault,
  ) {}

  keys(): string[] {
    const { keys } = this.headers as Accessors;
    return typeof keys === 'function' ? [...(keys.call(this.headers) as Iterable<string>)] : Object.keys(this.headers);
  }

  /** Some clients return bytes where others return text. */
  get(name: string): string | string[] | undefined {
    try {
      const { get } = this.headers as Accessors;
      const value: unknown =
        typeof get === 'function' ? get.call(this.headers, name) : (this.headers as Record<string, unknown>)[name];
      return Array.isArray(value) ? value.map(text).filter((item) => item !== undefined) : text(value);
    } catch (error) {
      this.report('The trace context could not be read from the headers of a message', error);
      return undefined;
    }
  }

  set(name: string, value: string): void {
    try {
      const { set } = this.headers as Accessors;
      if (typeof set === 'function') set.call(this.headers, name, value);
      else (this.headers as Record<string, unknown>)[name] = value;
    } catch (error) {
      this.report('The trace context could not be written into the headers of a message', error);
    }
  }
}

export const messageSetter: TextMapSetter<MessageCarrier> = {
  set: (carrier, name, value) => carrier.set(name, value),
};

export const messageGetter: TextMapGetter<MessageCarrier> = {
  keys: (carrier) => carrier.keys(),
  get: (carrier, name) => carrier.get(name),
};

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!types.isUint8Array(value) || value.byteLength > MAX_BYTES) return undefined;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
}
