import type { Close } from './instrumentation.js';
import { isWrapped } from './is-wrapped.js';

/** A method as a patch sees it that does not care for its types. */
export type Call = (this: unknown, ...parameters: unknown[]) => unknown;

export type AnyMethod = (this: never, ...parameters: never[]) => unknown;

/** How far a call has come: the original is called once, whatever fails around it. */
interface Progress {
  called: boolean;
  returned: boolean;
  result: unknown;
}

/**
 * Replaces a method under its name and with its arity. Returns what undoes it, or undefined where there is no such
 * method. When other code has wrapped the new method since, undoing makes it do what the old one did.
 *
 * `make` gets the old method, and a function that says whether another instrumentation observes it already, below or
 * above. The caller gets what the old method returns or throws, also when the replacement fails; `failed` gets that error.
 */
export function replaceMethod<Method extends AnyMethod = Call>(
  owner: object,
  name: string,
  make: (original: Method, observedElsewhere: () => boolean) => Method,
  failed: (error: unknown) => void,
): Close | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(owner, name);
  const original = descriptor?.value as Call | undefined;
  if (descriptor === undefined || typeof original !== 'function') return undefined;
  let progress: Progress | undefined;
  const passOn: Call = function (this: unknown, ...parameters) {
    const current = progress;
    if (current === undefined) return Reflect.apply(original, this, parameters);
    current.called = true;
    const result = Reflect.apply(original, this, parameters);
    current.returned = true;
    current.result = result;
    return result;
  };
  let replacement: Call | undefined = make(named(passOn, original) as unknown as Method, () => {
    if (isWrapped(original)) return true;
    const current: unknown = Object.getOwnPropertyDescriptor(owner, name)?.value;
    return current !== method && isWrapped(current);
  }) as unknown as Call;
  const method: Call = function (this: unknown, ...parameters) {
    if (replacement === undefined) return Reflect.apply(original, this, parameters);
    const outer = progress;
    const current: Progress = { called: false, returned: false, result: undefined };
    progress = current;
    try {
      return Reflect.apply(replacement, this, parameters);
    } catch (error) {
      // What the original throws is the caller's.
      if (current.called && !current.returned) throw error;
      failed(error);
      return current.returned ? current.result : Reflect.apply(original, this, parameters);
    } finally {
      progress = outer;
    }
  };
  Object.defineProperty(owner, name, { ...descriptor, value: named(method, original) });
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

function named(method: Call, { name, length }: Call): Call {
  Object.defineProperty(method, 'name', { value: name, configurable: true });
  return Object.defineProperty(method, 'length', { value: length, configurable: true });
}
