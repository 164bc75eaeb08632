import { boundedText } from './bounded-text.js';
import { className } from './class-name.js';
import { type DriverError, driverOf } from './driver-error.js';
import { errorChain, wrappedBy } from './error-chain.js';
import { codeOf } from './error-code.js';
import { harmlessFields } from './error-fields.js';
import { errorMessage } from './error-message.js';
import { framesOf, isOfApplication, stackText } from './error-stack.js';
import { isError } from './is-error.js';
import { readProperty, readText } from './read-property.js';
import { textOf } from './text-of.js';

/** The recorded description of a thrown value. Objects that the error refers to are not part of it. */
export interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string | number;
  readonly cause?: DescribedError;
  readonly errors?: readonly DescribedError[];
  /** Harmless fields of the driver that threw the error. */
  readonly [field: string]: unknown;
}

const MAX_BYTES = 6_000;
const MAX_MESSAGE_BYTES = 1_000;
const MAX_STACK_BYTES = 2_500;
const MAX_INNER_STACK_BYTES = 1_000;
const MAX_DEPTH = 4;
const MAX_ERRORS = 5;
const MAX_LISTED = 1_000;
/** With fewer bytes left, a cause is not described. */
const LEAST_BYTES = 200;

/** What the call around an error adds to its description. */
export interface KnownOfError {
  /** The type of a value that is no error. */
  readonly valueType?: string | undefined;
  /** An error that the application made of this one. It may show the application's frames where this one does not. */
  readonly wrapper?: unknown;
}

/**
 * Describes any thrown value, and does not trust it: class, message, stack, code, its causes in the same way, and
 * fields that are known to be harmless. Data that the message quotes is removed. The result is smaller than 6 KB.
 */
export function describeError(error: unknown, known: KnownOfError = {}): DescribedError {
  return new Description(known).describe(error, 0, NO_FRAMES);
}

/** Class, message and code: for an error whose stack is recorded elsewhere, or is not useful. */
export function describeBriefly(error: unknown, valueType?: string): Pick<DescribedError, 'type' | 'message' | 'code'> {
  const { type, message } = headOf(error, valueType);
  const code = codeOf(error);
  return { type, message: boundedText(message, MAX_MESSAGE_BYTES), ...(code === undefined ? {} : { code }) };
}

interface Head {
  readonly type: string;
  readonly message: string;
  readonly driver: DriverError | undefined;
}

function headOf(error: unknown, valueType: string | undefined): Head {
  const type = valueType === undefined || isError(error) ? className(error) : valueType;
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) {
    return { type, message: errorMessage(textOf(error), type, undefined, undefined), driver: undefined };
  }
  const driver = driverOf(error, type);
  const text = readText(error, 'message') ?? textOf(error);
  return { type, message: errorMessage(text, type, driver, driver && systemOf(error, driver)), driver };
}

/** The error of an ORM names no database. The error that it wraps does. */
function systemOf(error: object, driver: DriverError): string | undefined {
  if (driver.system !== undefined) return driver.system;
  const wrapped = wrappedBy(error);
  return wrapped && driverOf(wrapped, className(wrapped))?.system;
}

class Description {
  private left = MAX_BYTES;
  private readonly seen: unknown[] = [];

  constructor(private readonly known: KnownOfError) {}

  describe(error: unknown, depth: number, outerFrames: readonly string[]): DescribedError {
    const { type, message, driver } = headOf(error, depth === 0 ? this.known.valueType : undefined);
    const described: Record<string, unknown> = { type, message: this.take(message, MAX_MESSAGE_BYTES) };
    if (typeof error === 'object' && error !== null) {
      this.seen.push(error);
      const code = codeOf(error);
      if (code !== undefined) described['code'] = code;
      Object.assign(described, harmlessFields(error, driver));
      const frames = this.addStack(described, error, driver, outerFrames);
      if (depth < MAX_DEPTH) this.addInner(described, error, depth + 1, frames);
    }
    return described as unknown as DescribedError;
  }

  /** Returns the frames of this stack and of the stacks that contain it. */
  private addStack(
    described: Record<string, unknown>,
    error: object,
    driver: DriverError | undefined,
    outerFrames: readonly string[],
  ): readonly string[] {
    const stack = readText(error, 'stack');
    if (stack === undefined || this.left < LEAST_BYTES) return outerFrames;
    const frames = this.framesOf(error, stack, driver);
    const heading = `${described['type'] as string}: ${described['message'] as string}`;
    const max = outerFrames.length === 0 ? MAX_STACK_BYTES : MAX_INNER_STACK_BYTES;
    described['stack'] = this.take(stackText(heading, frames, outerFrames, Math.min(max, this.left)), max);
    return outerFrames.length === 0 ? frames : [...outerFrames, ...frames];
  }

  private framesOf(error: object, stack: string, driver: DriverError | undefined): readonly string[] {
    const frames = framesOf(stack, readText(error, 'message') ?? '', driver?.ownStack === true);
    const { wrapper } = this.known;
    if (wrapper === undefined || wrapper === error || this.seen.length > 1 || frames.some(isOfApplication))
      return frames;
    if (!errorChain(wrapper).includes(error)) return frames;
    const outer = framesOf(readText(wrapper, 'stack') ?? '', readText(wrapper, 'message') ?? '', true);
    return outer.some(isOfApplication) ? [...outer, ...frames] : frames;
  }

  private addInner(described: Record<string, unknown>, error: object, depth: number, frames: readonly string[]): void {
    const cause = wrappedBy(error) ?? readProperty(error, 'cause');
    if (cause !== undefined && cause !== null && this.hasRoomFor(cause)) {
      described['cause'] = this.describe(cause, depth, frames);
    }
    const errors = listOf(readProperty(error, 'errors'));
    if (errors.length === 0) return;
    const shown: unknown[] = [];
    for (const inner of errors.slice(0, MAX_ERRORS)) {
      if (this.hasRoomFor(inner)) shown.push(this.describe(inner, depth, frames));
    }
    if (shown.length < errors.length) shown.push({ type: 'Error', message: `[${errors.length - shown.length} more]` });
    described['errors'] = shown;
  }

  private hasRoomFor(error: unknown): boolean {
    return this.left >= LEAST_BYTES && !this.seen.includes(error);
  }

  private take(text: string, maxBytes: number): string {
    const allowed = Math.min(maxBytes, this.left);
    let taken = boundedText(text, allowed);
    const size = writtenBytes(taken);
    // In JSON, a control character takes six bytes.
    if (size > allowed) taken = boundedText(taken, Math.floor((taken.length * allowed) / size));
    this.left -= Math.min(size, allowed);
    return taken;
  }
}

/** Characters that JSON escapes. A stack's line breaks count as two bytes. */
// oxlint-disable-next-line no-control-regex
const ESCAPED = /[\u0000-\u0009\u000B-\u001F"\\]/;

function writtenBytes(text: string): number {
  return Buffer.byteLength(ESCAPED.test(text) ? JSON.stringify(text) : text);
}

const NO_FRAMES: readonly string[] = [];

/** The errors of an AggregateError or of a validation error. Any value can have this name. */
function listOf(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.slice(0, MAX_LISTED) : [];
  } catch {
    return [];
  }
}
