import type { Close } from './instrumentation.js';
import { isWrapped } from './is-wrapped.js';

/** A method as a patch sees it that does not care for its types. */
export type Call = (this: unknown, ...parameters: unknown[]) => unknown;

type AnyMethod = (this: never, ...parameters: never[]) => unknown;

/**
 * Puts a method in the place of another one, under its name and with its arity. Returns what undoes it: also where
 * somebody has wrapped the new method since and cannot be removed, it does then what the old one did.
 *
 * `make` is given the old method, and what tells whether another instrumentation observes it already, below or above.
 */
export function replaceMethod<Method extends AnyMethod = Call>(
  owner: object,
  name: string,
  make: (original: Method, observedElsewhere: () => boolean) => Method,
): Close {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const original = descriptor?.value as Method | undefined;
  if (descriptor === undefined || typeof original !== 'function') return nothingToUndo;
  let replacement: Method | undefined = make(original, () => {
    if (isWrapped(original)) return true;
    const current: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
    return current !== method && isWrapped(current);
  });
  const method: Call = function (this: unknown, ...parameters) {
    return Reflect.apply(replacement ?? original, this, parameters);
  };
  Object.defineProperty(method, 'name', { value: original.name, configurable: true });
  Object.defineProperty(method, 'length', { value: original.length, configurable: true });
  Object.defineProperty(owner, name, { ...descriptor, value: method });
  return () => {
    replacement = undefined;
    if (Object.getOwnPropertyDescriptor(owner, name)?.value === method) Object.defineProperty(owner, name, descriptor);
  };
}

/** The prototype, at or above `prototype`, that has a method of this name. */
export function ownerOf(prototype: object, name: string): object {
  let owner: object | null = prototype;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object | null;
  return owner ?? prototype;
}

function nothingToUndo(): void {
  // There is no such method.
}
