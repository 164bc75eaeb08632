import type { HrTime } from '@opentelemetry/api';
import { TimestampText } from '../timestamp.js';
import type { BoundFields } from './bound-fields.js';
import { jsonText } from './json-text.js';
import { isObject, type LineError, type LineParts } from './line-parts.js';

const timestamps = new TimestampText();

/** A line before it has a format. Every format derives from it, and none from the text of another. */
export class LogLine {
  constructor(
    readonly level: string,
    readonly time: HrTime,
    readonly bound: BoundFields,
    /** The parts of this line, without those of the logger. */
    readonly own: LineParts,
    readonly message: string | undefined,
  ) {}

  /** The time in RFC 3339. */
  get timestamp(): string {
    return timestamps.of(this.time);
  }

  /** All parts of the line, including those that are bound to its logger. */
  get parts(): LineParts {
    const { own, bound } = this;
    for (const _ in bound.parts) return { ...bound.parts, ...withoutUndefined(own) };
    return own;
  }

  /** The fields of the line, including those that are bound to its logger. */
  get fields(): Readonly<Record<string, unknown>> {
    const { fields } = this.own;
    const own = fields === undefined || isObject(fields) ? fields : { fields };
    for (const _ in this.bound.fields) return { ...this.bound.fields, ...own };
    return own ?? NO_FIELDS;
  }

  /** The error of the line. A thrown value may be no error. */
  get error(): LineError | undefined {
    const { error } = this.parts;
    if (error === undefined) return undefined;
    return isObject(error) ? error : { message: typeof error === 'string' ? error : jsonText(error) };
  }
}

const NO_FIELDS = Object.freeze({});

function withoutUndefined(parts: LineParts): LineParts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
