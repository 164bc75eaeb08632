import { context as contextApi } from '@opentelemetry/api';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation } from '../../../observation/index.js';
import type { Call } from '../../replace-method.js';
import type { Library } from '../../internals/library.js';
import type { PgMember } from './pg.internals.js';
import type { PgSubmittable } from './pg.types.js';

/** Everything that a client tells the object whose query it runs. */
const HANDLERS = [
  'handleRowDescription',
  'handleDataRow',
  'handlePortalSuspended',
  'handleCommandComplete',
  'handleEmptyQuery',
  'handleCopyInResponse',
  'handleCopyData',
] as const;

const ENDS = ['handleReadyForQuery', 'handleError'] as const;

/**
 * Follows a `Query`, `Cursor` or `QueryStream` through what its client tells it: until it is exhausted, closed or
 * destroyed, or has failed. Its events and callbacks come in the caller's context, and not in that in which the
 * connection was made. Nothing listens for `error`: an unhandled error has to stay unhandled.
 */
export function followSubmittable(
  submittable: PgSubmittable,
  observation: Observation,
  library: Library<PgMember>,
): void {
  const caller = contextApi.active();
  let rows: number | undefined;
  function before(name: string, notify: (parameter?: unknown) => void): void {
    const original = (submittable as unknown as Readonly<Record<string, unknown>>)[name];
    if (typeof original !== 'function') return;
    const value: Call = (...parameters) => {
      notify(parameters[0]);
      return contextApi.with(caller, original as Call, submittable, ...parameters);
    };
    Object.defineProperty(submittable, name, { value, configurable: true, writable: true });
  }
  for (const name of HANDLERS) {
    before(name, () => {
      if (name === 'handleRowDescription') rows ??= 0;
      if (name === 'handleDataRow') rows = (rows ?? 0) + 1;
    });
  }
  for (const name of ENDS) library.inspect(`Query#${name}`, submittable);
  before('handleReadyForQuery', () => {
    const { _canceledDueToError: error } = submittable;
    observation.end(databaseResult({ returnedRows: rows }, error || undefined));
  });
  before('handleError', (error) => observation.end(databaseResult({ returnedRows: rows }, error)));
}
