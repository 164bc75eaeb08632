import { sharedSymbol } from '../observation/index.js';
import { isObserved, observed } from './observe-method.js';
import { describeFunction } from './span.decorator.js';

const NO_SPAN = sharedSymbol('no-span');

/** Leaves a method out of its class's `@Traceable()`. */
export function NoSpan(): MethodDecorator {
  return (_target, _key, descriptor: PropertyDescriptor | undefined) => {
    if (typeof descriptor?.value === 'function') Object.defineProperty(descriptor.value, NO_SPAN, { value: true });
  };
}

/**
 * A span for each call of each method that the class itself declares. Methods with a decorator of their own keep that,
 * and `@NoSpan()` leaves one out.
 */
export function Traceable(): ClassDecorator {
  return (target) => {
    const prototype = target.prototype as object;
    for (const key of Reflect.ownKeys(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
      const method: unknown = descriptor?.configurable ? descriptor.value : undefined;
      if (key === 'constructor' || typeof method !== 'function' || NO_SPAN in method || isObserved(method)) continue;
      const name = `${target.name}.${String(key)}`;
      Object.defineProperty(prototype, key, {
        ...descriptor,
        value: observed(method as never, describeFunction(name, name)),
      });
    }
  };
}
