import {
  type Baggage,
  type BaggageEntry,
  type Context,
  propagation,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
} from '@opentelemetry/api';
import { isTracingSuppressed, W3CBaggagePropagator } from '@opentelemetry/core';
import type { ReportFault } from '../../observation/index.js';
import { joinedValues } from './field-readers.js';
import { reportLostBaggage } from './lost-baggage.js';

const MAX_MEMBER_LENGTH = 4096;
const MAX_LENGTH = 8192;

/**
 * W3C baggage. OpenTelemetry's propagator receives well-formed text only: it cannot encode half of a surrogate pair, and
 * would lose the whole baggage. It leaves out what is too large, which is reported here.
 */
export class BaggagePropagator implements TextMapPropagator {
  private readonly propagator = new W3CBaggagePropagator();

  constructor(private readonly report: ReportFault) {}

  inject<Carrier>(context: Context, carrier: Carrier, setter: TextMapSetter<Carrier>): void {
    const baggage = propagation.getBaggage(context);
    if (baggage === undefined || isTracingSuppressed(context)) return;
    const entries = baggage.getAllEntries();
    if (entries.length === 0) return;
    const mended = entries.every(isWellFormed) ? context : propagation.setBaggage(context, wellFormed(baggage));
    let written = '';
    const noted: TextMapSetter<Carrier> = {
      set: (target, name, value) => {
        written = value;
        setter.set(target, name, value);
      },
    };
    this.propagator.inject(mended, carrier, noted);
    const members = written === '' ? 0 : written.split(',').length;
    if (members < entries.length) reportLostBaggage(this.report, lostKey(entries, written));
  }

  extract<Carrier>(context: Context, carrier: Carrier, getter: TextMapGetter<Carrier>): Context {
    return this.propagator.extract(context, carrier, {
      keys: (from) => getter.keys(from),
      get: (from, name) => {
        const header = joinedValues(getter.get(from, name));
        if (header !== undefined && header.length > MAX_MEMBER_LENGTH) this.reportTooLarge(header);
        return header;
      },
    });
  }

  fields(): string[] {
    return this.propagator.fields();
  }

  private reportTooLarge(header: string): void {
    const members = header.split(',');
    const lost = members.find(({ length }) => length > MAX_MEMBER_LENGTH) ?? members.at(-1);
    if (header.length > MAX_LENGTH || (lost?.length ?? 0) > MAX_MEMBER_LENGTH) {
      reportLostBaggage(this.report, lost?.split('=', 1)[0]?.trim());
    }
  }
}

function lostKey(entries: readonly [string, BaggageEntry][], written: string): string | undefined {
  const keys = new Set(written.split(',').map((member) => member.split('=', 1)[0]));
  return entries.map(([key]) => key).find((key) => !keys.has(encodeURIComponent(key.toWellFormed())));
}

function isWellFormed([key, { value }]: [string, BaggageEntry]): boolean {
  return key.isWellFormed() && value.isWellFormed();
}

function wellFormed(baggage: Baggage): Baggage {
  const entries = baggage
    .getAllEntries()
    .map(([key, entry]) => [key.toWellFormed(), { ...entry, value: entry.value.toWellFormed() }] as const);
  return propagation.createBaggage(Object.fromEntries(entries));
}
