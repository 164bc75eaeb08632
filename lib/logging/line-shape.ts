import { textOf } from '../conventions/logs/readable-error.js';
import { REDACTED, type Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow } from '../conventions/redaction/secret-paths.js';
import { BriefError, briefly } from './error-fields.js';
import { fieldsOf, isError } from './log-arguments.js';
import { ValueWalk } from './value-walk.js';

/** What a line has beside its fields; all else that a caller hands to pino is a field. */
const PARTS = new Set(['context', 'error', 'fields', 'trace_id', 'span_id', 'sampled', 'request_id', 'caller']);

type Line = Record<string, unknown>;

/** Gives every line one shape, whoever wrote it, and hides what nobody may read. The caller's objects stay as they are. */
export class LineShape {
  constructor(private readonly redactor: Redactor | undefined) {}

  /** For pino's `formatters.log`. */
  readonly line = (line: object): Line => {
    try {
      return this.shaped(line as Line);
    } catch {
      // Rather nothing than what nobody may read.
      return { fields: REDACTED };
    }
  };

  /** For pino's serializer of the error. */
  readonly error = (error: unknown): unknown => {
    try {
      return error instanceof BriefError
        ? this.brief(error.error)
        : new ValueWalk(this.redactor).copy(error, undefined);
    } catch {
      return this.brief(error);
    }
  };

  private brief(error: unknown): unknown {
    const fields = briefly(error);
    return { ...fields, message: this.text(fields.message) };
  }

  text(text: string): string {
    return this.redactor === undefined ? text : this.redactor.text(text);
  }

  /** A value that becomes part of a text. */
  value(value: unknown): unknown {
    if (isError(value)) return this.text(textOf(value));
    return new ValueWalk(this.redactor).copy(value, undefined);
  }

  private shaped(line: Line): Line {
    let others: Line | undefined;
    for (const name in line) if (!PARTS.has(name)) (others ??= {})[name] = line[name];
    if (others !== undefined) return this.shaped(withFields(line, others));
    const fields = line['fields'];
    if (typeof fields !== 'object' || fields === null) return line;
    const shown = this.fields(fields as Line);
    return shown === fields ? line : { ...line, fields: shown };
  }

  /** Fields as they may be written; the same object where nothing is to be changed. */
  fields(fields: Line): Line {
    let copy: Line | undefined;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      const shown = this.field(name, value);
      if (shown !== value) (copy ??= fieldsOf(fields))[name] = shown;
    }
    return copy ?? fields;
  }

  private field(name: string, value: unknown): unknown {
    if (value === undefined) return undefined;
    const place = this.redactor && placeBelow(this.redactor.places, name);
    if (place?.hidden === true || this.redactor?.hides(name) === true) return REDACTED;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'string') return this.text(value);
    return new ValueWalk(this.redactor).entry(name, value, this.redactor?.places);
  }
}

/** `err` is pino's word for the error. */
function withFields(line: Line, others: Line): Line {
  const { err, ...fields } = others;
  const shaped: Line = {};
  for (const name of PARTS) if (name in line) shaped[name] = line[name];
  const isOurs = isError(err) && shaped['error'] === undefined;
  if (isOurs) shaped['error'] = err;
  shaped['fields'] = { ...fields, ...(isOurs || err === undefined ? {} : { err }), ...(line['fields'] as object) };
  return shaped;
}
