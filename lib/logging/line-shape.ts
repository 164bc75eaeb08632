import { withoutColours } from '../conventions/errors/colours.js';
import { describeBriefly } from '../conventions/errors/described-error.js';
import { isError } from '../conventions/errors/is-error.js';
import { textOf } from '../conventions/errors/text-of.js';
import { REDACTED } from '../conventions/redaction/redacted.js';
import type { Redactor } from '../conventions/redaction/redactor.js';
import { placeBelow } from '../conventions/redaction/secret-paths.js';
import type { ResolvedLimits } from '../options/limits.options.js';
import { finite } from './finite.js';
import { isPart, PART_NAMES } from './line/line-parts.js';
import { LineBudget } from './line-budget.js';
import { fieldsOf } from './fields-of.js';
import { errorText } from './log-arguments.js';
import { ReportedError } from './reported-error.js';
import { ValueWalk } from './value-walk.js';

/** Fields with an error, or with an object that a caller made from one. */
const isErrorName = (name: string): boolean => name === 'error' || name === 'err';

/** The maximum size of a line's error, and the approximate size of service, times and ids. */
const ERROR_BYTES = 8 * 1024;
const OTHER_PARTS_BYTES = 512;

type Line = Record<string, unknown>;

/** Gives every line the same shape, for every logger, and hides secrets. The caller's objects stay unchanged. */
export class LineShape {
  /** The size of the current line's message. */
  private messageBytes = 0;

  constructor(
    private readonly redactor: Redactor | undefined,
    private readonly limits: ResolvedLimits,
  ) {}

  /** For pino's `formatters.log`. */
  readonly line = (line: object): Line => {
    try {
      return this.shapedOrRead(line);
    } catch {
      // A line without fields is better than a line with secrets.
      return { fields: REDACTED };
    }
  };

  /** For pino's error serializer. Returns an object for any thrown value. */
  readonly error = (error: unknown): unknown => {
    try {
      return error instanceof ReportedError ? this.reported(error) : this.walk().described(error);
    } catch {
      return this.brief(error);
    }
  };

  private reported({ error, id, isBrief, known }: ReportedError): unknown {
    const described = isBrief ? this.brief(error, known.valueType) : this.walk().described(error, known);
    return id === undefined ? described : { ...described, id };
  }

  private brief(error: unknown, valueType?: string): object {
    const fields = describeBriefly(error, valueType);
    return { ...fields, message: this.text(fields.message) };
  }

  /** The message of the next line. */
  message(text: string): string {
    const shown = this.text(text);
    this.messageBytes = shown.length;
    return shown;
  }

  /** A text for a line: cut to the limit, and without terminal colours. */
  text(text: string): string {
    return text.length * 3 <= this.limits.valueBytes ? this.shown(text) : this.budget().text(text, this.shown);
  }

  private readonly shown = (text: string): string => {
    const plain = withoutColours(text);
    return this.redactor === undefined ? plain : this.redactor.text(plain);
  };

  private budget(takenBytes = 0): LineBudget {
    return new LineBudget(this.limits, takenBytes);
  }

  private walk(budget = this.budget()): ValueWalk {
    return new ValueWalk(this.redactor, budget);
  }

  /** A value for use inside a text. */
  value(value: unknown): unknown {
    if (isError(value)) return this.text(errorText(value));
    return this.walk().copy(value, undefined);
  }

  /** If a getter throws, the line is read member by member. */
  private shapedOrRead(line: object): Line {
    try {
      return this.shaped(line as Line);
    } catch {
      return this.shaped(fieldsOf(line));
    }
  }

  private shaped(line: Line): Line {
    let others: Line | undefined;
    for (const name in line) {
      const value = line[name];
      if (!isPart(name, value) && name !== '__proto__') (others ??= {})[name] = value;
    }
    if (others !== undefined) return this.shaped(withFields(line, others));
    const { context, fields } = line;
    const shownContext = typeof context === 'string' ? this.text(context) : context;
    const taken = this.messageBytes + OTHER_PARTS_BYTES + (line['error'] === undefined ? 0 : ERROR_BYTES);
    this.messageBytes = 0;
    const shownFields =
      typeof fields === 'object' && fields !== null ? this.fields(fields as Line, this.budget(taken)) : fields;
    if (shownContext === context && shownFields === fields) return line;
    return {
      ...line,
      ...(shownContext === context ? {} : { context: shownContext }),
      ...(shownFields === fields ? {} : { fields: shownFields }),
    };
  }

  /** Fields for a line. Returns the same object if nothing changes. */
  fields(fields: Line, budget = this.budget(this.limits.lineBytes / 2)): Line {
    let copy: Line | undefined;
    for (const name of Object.keys(fields)) {
      const value = fields[name];
      const short = budget.name(name);
      const shown = this.field(short, value, budget);
      if (shown === value && short === name && name !== '__proto__') continue;
      copy ??= fieldsOf(fields);
      if (short !== name || name === '__proto__') delete copy[name];
      if (short !== '__proto__') copy[short] = shown;
    }
    return copy ?? fields;
  }

  private field(name: string, value: unknown, budget: LineBudget): unknown {
    if (value === undefined) return undefined;
    const place = this.redactor && placeBelow(this.redactor.places, name);
    if (place?.hidden === true) return REDACTED;
    const replacement = this.redactor?.replacement(name, value);
    if (replacement !== undefined) return replacement;
    if (isErrorName(name)) return asErrorObject(this.walk(budget).entry(name, value, this.redactor?.places));
    if (typeof value === 'boolean' || typeof value === 'bigint') return value;
    if (typeof value === 'number') return finite(value);
    if (typeof value === 'string') return budget.text(value, this.shown);
    return this.walk(budget).entry(name, value, this.redactor?.places);
  }
}

/** Log stores index a name as text or as object, and errors are objects. */
function asErrorObject(shown: unknown): unknown {
  if (shown === null || shown === undefined) return shown;
  if (Array.isArray(shown)) return { errors: shown.map(asErrorObject) };
  return typeof shown === 'object' ? shown : { message: textOf(shown) };
}

/** pino calls the error `err`. */
function withFields(line: Line, others: Line): Line {
  const { err, ...fields } = others;
  const shaped: Line = {};
  for (const name of PART_NAMES) if (isPart(name, line[name]) && name in line) shaped[name] = line[name];
  const isOurs = isError(err) && shaped['error'] === undefined;
  if (isOurs) shaped['error'] = err;
  shaped['fields'] = {
    ...fields,
    ...(isOurs || err === undefined ? {} : { err }),
    ...(shaped['fields'] as object | undefined),
  };
  return shaped;
}
