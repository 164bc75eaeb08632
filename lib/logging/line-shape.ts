import { withoutColours } from '../conventions/errors/colours.js';
import { describeBriefly } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { REDACTED } from '../conventions/redaction/redacted.js';
import type { Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow } from '../conventions/redaction/secret-paths.js';
import { BriefError } from './brief-error.js';
import { errorText, fieldsOf } from './log-arguments.js';
import { ValueWalk } from './value-walk.js';

/** What a line has beside its fields; all else that a caller hands to pino is a field. */
const PARTS = new Set(['context', 'error', 'fields', 'trace_id', 'span_id', 'sampled', 'request_id', 'caller']);

/** Fields that hold an error, or what a caller has made of one. */
const ERRORS = new Set(['error', 'err']);

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

  /** For pino's serializer of the error: an object, whatever was thrown. */
  readonly error = (error: unknown): unknown => {
    try {
      if (error instanceof BriefError) return this.brief(error.error);
      return new ValueWalk(this.redactor).described(error);
    } catch {
      return this.brief(error);
    }
  };

  private brief(error: unknown): unknown {
    const fields = describeBriefly(error);
    return { ...fields, message: this.text(fields.message) };
  }

  /** A text as it may be written, without a terminal's colours. */
  text(text: string): string {
    const plain = withoutColours(text);
    return this.redactor === undefined ? plain : this.redactor.text(plain);
  }

  /** A value that becomes part of a text. */
  value(value: unknown): unknown {
    if (isError(value)) return this.text(errorText(value));
    return new ValueWalk(this.redactor).copy(value, undefined);
  }

  private shaped(line: Line): Line {
    let others: Line | undefined;
    for (const name in line) if (!PARTS.has(name)) (others ??= {})[name] = line[name];
    if (others !== undefined) return this.shaped(withFields(line, others));
    const { context, fields } = line;
    const shownContext = typeof context === 'string' ? this.text(context) : context;
    const shownFields = typeof fields === 'object' && fields !== null ? this.fields(fields as Line) : fields;
    if (shownContext === context && shownFields === fields) return line;
    return {
      ...line,
      ...(shownContext === context ? {} : { context: shownContext }),
      ...(shownFields === fields ? {} : { fields: shownFields }),
    };
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
    if (place?.hidden === true) return REDACTED;
    const replacement = this.redactor?.replacement(name, value);
    if (replacement !== undefined) return replacement;
    // Log stores take a name for texts or for objects, and errors are objects.
    if (ERRORS.has(name) && value !== null && typeof value !== 'object') return { message: this.text(textOf(value)) };
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
