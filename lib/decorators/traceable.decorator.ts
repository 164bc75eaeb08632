import { observed } from './observe-method.js';
import { isMethodSettled, settleMethod } from './observed-methods.js';
import { describeFunction } from './span.decorator.js';

/** Leaves a method out of its class's `@Traceable()`. */
export function NoSpan(): MethodDecorator {
  return (target, key) => settleMethod(target, key);
}

/**
 * A span for each call of each method that the class itself declares. Methods that have a decorator already keep that one,
 * and `@NoSpan()` leaves one out.
 */
export function Traceable(): ClassDecorator {
  return (target) => {
    const prototype = target.prototype as object;
    for (const key of Reflect.ownKeys(prototype)) {
      const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
      const method: unknown = descriptor?.configurable ? descriptor.value : undefined;
      if (key === 'constructor' || typeof method !== 'function' || isMethodSettled(prototype, key)) continue;
      const name = `${target.name}.${String(key)}`;
      Object.defineProperty(prototype, key, {
        ...descriptor,
        value: observed(method as never, describeFunction(name, name), name),
      });
      settleMethod(prototype, key);
    }
  };
}
