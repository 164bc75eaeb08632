import type { Execution } from './execution.js';
import type { Settlement } from './outcome.js';

type Step = (...argument: unknown[]) => Promise<unknown>;

export function isAsyncIterator(value: object): value is AsyncIterator<unknown> {
  return Symbol.asyncIterator in value && typeof (value as { next?: unknown }).next === 'function';
}

/**
 * Follows an async iterator until it is exhausted, fails, or its consumer leaves the loop. The object stays the same:
 * generators refuse to run on behalf of another one.
 */
export function settleAsyncIterator<T extends AsyncIterator<unknown>>(iterator: T, execution: Execution): T {
  const followed: PropertyDescriptorMap = {};
  for (const name of ['next', 'return', 'throw'] as const) {
    const step = iterator[name] as Step | undefined;
    if (typeof step !== 'function') continue;
    followed[name] = { value: follow(step, name, iterator, execution), configurable: true, writable: true };
  }
  return Object.defineProperties(iterator, followed);
}

function follow(step: Step, name: string, iterator: object, execution: Execution): Step {
  return async (...argument) => {
    try {
      const result = await execution.within(() => step.apply(iterator, argument));
      const end = endOf(result);
      if (end !== undefined) execution.end(name === 'return' ? { as: 'cancelled' } : end);
      return result;
    } catch (error) {
      execution.end({ as: 'thrown', error });
      throw error;
    }
  };
}

// Database cursors have a `next` too: it gives the document itself, and null when there is none left.
function endOf(result: unknown): Settlement | undefined {
  if (result === null || typeof result !== 'object') return { as: 'returned', value: undefined };
  const { done, value } = result as Partial<IteratorResult<unknown>>;
  return done === true ? { as: 'returned', value } : undefined;
}
