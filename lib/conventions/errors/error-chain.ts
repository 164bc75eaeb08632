import { isError } from './is-error.js';
import { readProperty } from './read-property.js';

/** The fields in which libraries keep a wrapped error: ECMAScript, TypeORM, MikroORM, GraphQL and mssql, Sequelize. */
const WRAPPED = ['cause', 'driverError', 'previous', 'originalError', 'original', 'parent'] as const;

/** The maximum depth of wrapped errors. */
const MAX_DEPTH = 5;

/** The error that an error wraps, if any. */
export function wrappedBy(error: unknown): object | undefined {
  for (const name of WRAPPED) {
    const inner = readProperty(error, name);
    // Under the other names, only errors count: the `parent` of a tree node is not a cause.
    if (typeof inner !== 'object' || inner === null || inner === error) continue;
    if (name === 'cause' || isError(inner)) return inner;
  }
  return undefined;
}

/** An error and all errors that it wraps, outermost first. Cycles end. */
export function errorChain(error: unknown): readonly object[] {
  const chain: object[] = [];
  let current = typeof error === 'object' && error !== null ? error : undefined;
  while (current !== undefined && chain.length < MAX_DEPTH && !chain.includes(current)) {
    chain.push(current);
    current = wrappedBy(current);
  }
  return chain;
}
