import { isError } from './is-error.js';
import { readProperty } from './read-property.js';

/** Where libraries keep the error that they wrap: ECMAScript, TypeORM, MikroORM, GraphQL and mssql, Sequelize. */
const WRAPPED = ['cause', 'driverError', 'previous', 'originalError', 'original', 'parent'] as const;

/** Wrapped deeper than this is not looked for. */
const MAX_DEPTH = 5;

/** The error that an error wraps, if it wraps one. */
export function wrappedBy(error: unknown): object | undefined {
  for (const name of WRAPPED) {
    const inner = readProperty(error, name);
    // Of the other names, only errors: a tree's `parent` is none.
    if (typeof inner !== 'object' || inner === null || inner === error) continue;
    if (name === 'cause' || isError(inner)) return inner;
  }
  return undefined;
}

/** An error with all that it wraps, outermost first; circles end. */
export function errorChain(error: unknown): readonly object[] {
  const chain: object[] = [];
  let current = typeof error === 'object' && error !== null ? error : undefined;
  while (current !== undefined && chain.length < MAX_DEPTH && !chain.includes(current)) {
    chain.push(current);
    current = wrappedBy(current);
  }
  return chain;
}
