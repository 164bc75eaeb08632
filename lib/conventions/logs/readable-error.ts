/** What can be read of something thrown. */
export interface ReadableError {
  readonly name?: string;
  readonly code?: string | number;
  readonly message: string;
  readonly stack?: string;
}

/**
 * Reads a thrown value without trusting it. Anything can be thrown: an error of another realm, a text, an object that
 * has no text, a proxy that refuses to be read.
 */
export function readableError(error: unknown): ReadableError {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return { message: String(error) };
  const name = read(error, 'name', 'string');
  const code = read(error, 'code', 'string') ?? read(error, 'code', 'number');
  const message = read(error, 'message', 'string');
  const stack = read(error, 'stack', 'string');
  return {
    ...(name === undefined ? {} : { name }),
    ...(code === undefined ? {} : { code }),
    message: message ?? textOf(error),
    ...(stack === undefined ? {} : { stack }),
  };
}

interface Types {
  readonly string: string;
  readonly number: number;
}

function read<T extends keyof Types>(error: object, key: string, type: T): Types[T] | undefined {
  try {
    const value: unknown = Reflect.get(error, key);
    return typeof value === type ? (value as Types[T]) : undefined;
  } catch {
    return undefined;
  }
}

/** `String(value)`, for values that may refuse. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'something that has no text';
  }
}
