import { sharedState } from '../observation/index.js';

/** By class or prototype, the methods that `@Traceable()` leaves as they are. */
const settled = sharedState('settled-methods', () => new WeakMap<object, Set<PropertyKey>>());

/**
 * Notes that a method has a span already, or shall have none. Kept beside the method and not on its function: any other
 * decorator may put another function in its place.
 */
export function settleMethod(target: object, key: PropertyKey): void {
  const keys = settled.get(target) ?? new Set();
  settled.set(target, keys.add(key));
}

export function isMethodSettled(target: object, key: PropertyKey): boolean {
  return settled.get(target)?.has(key) === true;
}
