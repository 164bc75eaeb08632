import type { Close } from './door.js';

/**
 * Replaces a method and keeps its name and arity. Undoing it leaves alone what somebody else has put in its place since.
 */
export function replaceMethod<Target extends object, Name extends keyof Target>(
  target: Target,
  name: Name,
  replacement: (original: Target[Name]) => Target[Name],
): Close {
  const before = Object.getOwnPropertyDescriptor(target, name);
  const original = target[name];
  const replaced = replacement(original);
  for (const key of ['name', 'length'] as const) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    if (property !== undefined) Object.defineProperty(replaced, key, property);
  }
  Object.defineProperty(target, name, { writable: true, configurable: true, ...before, value: replaced });
  return () => {
    if (target[name] !== replaced) return;
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}
