import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation } from '../../../observation/index.js';
import { failedSqlite } from './failed-sqlite.js';

/** Follows an iterator to its end. The object stays the same: its methods are native and work for no other. */
export function followRows(iterator: Iterator<unknown>, observation: Observation): Iterator<unknown> {
  let returnedRows = 0;
  const { next, return: leave } = iterator;
  const follow = (step: () => IteratorResult<unknown>): IteratorResult<unknown> => {
    let result: IteratorResult<unknown>;
    try {
      result = step();
    } catch (error) {
      observation.end(failedSqlite(error));
      throw error;
    }
    if (result.done === true) observation.end(databaseResult({ returnedRows }));
    else returnedRows++;
    return result;
  };
  define(iterator, 'next', next, () => follow(() => next.call(iterator)));
  if (leave !== undefined) define(iterator, 'return', leave, (value) => follow(() => leave.call(iterator, value)));
  return iterator;
}

function define(
  iterator: object,
  name: string,
  original: (...given: never[]) => unknown,
  step: (value: unknown) => unknown,
): void {
  Object.defineProperty(step, 'name', { value: original.name, configurable: true });
  Object.defineProperty(step, 'length', { value: original.length, configurable: true });
  Object.defineProperty(iterator, name, { value: step, configurable: true, writable: true });
}
