import { readProperty, readText } from './read-property.js';

/** An error class as people write it. Free text in `name` is not a class. */
const CLASS = /^[\p{L}_$][\p{L}\p{N}_$ .:-]{0,99}$/u;

/** Generic names without information. pg names its class `DatabaseError` `error`. */
const GENERIC: ReadonlySet<string> = new Set(['Error', 'error']);

/** Minifiers give classes names of one or two letters. */
const MINIFIED_LENGTH = 2;
/** Classes of Node itself, whose errors have the name of a class of the language. */
const NODES_OWN: ReadonlySet<string> = new Set(['NodeError', 'SystemError']);
const MAX_ANCESTORS = 10;

/**
 * The class of a thrown value: the name that the error or its class sets, else the name of its constructor. For a value
 * that is no object, its type.
 */
export function className(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const name = given(readText(error, 'name'));
  const constructor = constructorName(error);
  if (name === undefined || GENERIC.has(name)) return constructor ?? 'Error';
  // A class that sets no name has the name of the class that it extends.
  return constructor !== undefined && name !== constructor && extendsClass(error, name) ? constructor : name;
}

function given(name: string | undefined): string | undefined {
  return name !== undefined && CLASS.test(name) ? name : undefined;
}

/** Undefined for a name that says nothing. */
function constructorName(error: object): string | undefined {
  const name = given(readText(readProperty(error, 'constructor'), 'name'));
  return name === undefined || name.length <= MINIFIED_LENGTH || NODES_OWN.has(name) ? undefined : name;
}

/** Whether a class that the error's own class extends is called `name`. */
function extendsClass(error: object, name: string): boolean {
  try {
    let prototype = Object.getPrototypeOf(Object.getPrototypeOf(error) as object) as object | null;
    for (let depth = 0; prototype !== null && depth < MAX_ANCESTORS; depth++) {
      if (readText(readProperty(prototype, 'constructor'), 'name') === name) return true;
      prototype = Object.getPrototypeOf(prototype) as object | null;
    }
  } catch {
    // A proxy that throws.
  }
  return false;
}
