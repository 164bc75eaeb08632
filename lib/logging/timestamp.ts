import type { HrTime } from '@opentelemetry/api';

const MICROSECONDS = 6;
const NS_PER_US = 1_000;
const FRACTION = /^(.*T.*?)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;
const NANOSECONDS = 9;

/** RFC 3339 in UTC, with microseconds. Times in the same second share most of the text. */
export class TimestampText {
  private second = Number.NaN;
  private start = '';

  of([seconds, nanoseconds]: HrTime): string {
    if (seconds !== this.second) {
      this.second = seconds;
      this.start = new Date(seconds * 1_000).toISOString().slice(0, -'000Z'.length);
    }
    return `${this.start}${String(Math.floor(nanoseconds / NS_PER_US)).padStart(MICROSECONDS, '0')}Z`;
  }
}

/** Reads RFC 3339 without loss. Undefined if the text is no such time. */
export function parseTimestamp(text: string): HrTime | undefined {
  const [, dateTime, fraction = '', zone] = FRACTION.exec(text) ?? [];
  if (dateTime === undefined) return undefined;
  const ms = Date.parse(`${dateTime}${zone}`);
  return Number.isNaN(ms) ? undefined : [Math.floor(ms / 1_000), Number(fraction.padEnd(NANOSECONDS, '0'))];
}

/** Nanoseconds since 1970, as decimal digits. */
export function nanosecondsText([seconds, nanoseconds]: HrTime): string {
  return `${seconds}${String(nanoseconds).padStart(NANOSECONDS, '0')}`;
}
