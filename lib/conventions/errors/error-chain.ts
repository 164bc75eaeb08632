import { isError } from './is-error.js';
import { readProperty } from './read-property.js';

/** The fields in which libraries keep a wrapped error: ECMAScript, TypeORM, MikroORM, GraphQL and mssql, Sequelize. */
const WRAPPED = ['cause', 'driverError', 'previous', 'originalError', 'original', 'parent'] as const;

/** The maximum number of errors in a chain. */
const MAX_ERRORS = 10;

/** The error that an error wraps, if any. */
export function wrappedBy(error: unknown): object | undefined {
  return allWrappedBy(error)[0];
}

/** An error and all errors that it wraps, outermost first. Cycles end. */
export function errorChain(error: unknown): readonly object[] {
  const chain: object[] = [];
  const add = (each: unknown): void => {
    const isNew = typeof each === 'object' && each !== null && !chain.includes(each);
    if (isNew && chain.length < MAX_ERRORS) chain.push(each);
  };
  add(error);
  for (let at = 0; at < chain.length; at++) {
    for (const inner of allWrappedBy(chain[at])) add(inner);
    for (const inner of aggregated(chain[at])) add(inner);
  }
  return chain;
}

/** Whether two errors belong to one failure: one of them wraps the other. */
export function areOneFailure(one: unknown, other: unknown): boolean {
  return errorChain(one).includes(other as object) || errorChain(other).includes(one as object);
}

function allWrappedBy(error: unknown): readonly object[] {
  const found: object[] = [];
  for (const name of WRAPPED) {
    const inner = readProperty(error, name);
    // Under the other names, only errors count: the `parent` of a tree node is not a cause.
    if (typeof inner !== 'object' || inner === null || inner === error) continue;
    if (name === 'cause' || isError(inner)) found.push(inner);
  }
  return found;
}

/** The errors of an AggregateError. */
function aggregated(error: unknown): readonly unknown[] {
  const errors = readProperty(error, 'errors');
  try {
    return Array.isArray(errors) ? errors.slice(0, MAX_ERRORS).filter(isError) : [];
  } catch {
    return [];
  }
}
