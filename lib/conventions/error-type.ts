/**
 * The low-cardinality class of an error for `error.type`: its code where it has one, else its class, never its message.
 *
 * Source: semantic conventions 1.45, registry `error.type`.
 */
export function errorType(error: unknown): string {
  try {
    return classOf(error);
  } catch {
    // A proxy or a getter that refuses to be read.
    return typeof error;
  }
}

function classOf(error: unknown): string {
  if (error instanceof Error || (typeof error === 'object' && error !== null && 'name' in error)) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && CODE.test(code)) return code;
    const className = (error as object).constructor?.name;
    if (typeof name === 'string' && name !== 'Error' && name !== '') return name;
    return className !== undefined && className !== 'Object' ? className : 'Error';
  }
  return typeof error;
}

// ECONNREFUSED, 23505, ER_DUP_ENTRY: an identifier, and not free text that somebody put into `code`.
const CODE = /^[A-Za-z0-9_.-]{1,64}$/;
