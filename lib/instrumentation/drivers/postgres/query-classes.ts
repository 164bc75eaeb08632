import type { Postgres, PostgresClient } from './postgres.types.js';

/** The classes of one copy of the driver, which exports none of them. */
export interface QueryClasses {
  readonly query: object;
  /** A name in a template. */
  readonly identifier: object;
  /** A list or object in a template, of which the driver makes columns and values. */
  readonly builder: object;
}

/** Finds the classes by a client that never connects: a query starts when somebody waits for it. */
export function queryClasses(postgres: Postgres): QueryClasses {
  const client: PostgresClient = postgres({ host: 'localhost', max: 0, target_session_attrs: 'read-write' });
  return {
    query: prototypeOf(client.unsafe('')),
    identifier: prototypeOf(client('name')),
    builder: prototypeOf(client({})),
  };
}

function prototypeOf(instance: object): object {
  return Object.getPrototypeOf(instance) as object;
}
