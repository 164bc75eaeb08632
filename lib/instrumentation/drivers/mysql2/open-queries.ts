import { errorMonitor } from 'node:events';
import { GIVEN_UP } from '../../../conventions/given-up.js';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation, Result } from '../../../observation/index.js';
import type { MysqlConnection } from './mysql2.types.js';

/**
 * Queries that each connection has not answered. A command without a callback is not told that its connection is lost,
 * and none is told that it was destroyed.
 */
export class OpenQueries {
  private readonly byConnection = new WeakMap<MysqlConnection, Set<Observation>>();

  add(connection: MysqlConnection, observation: Observation): void {
    let open = this.byConnection.get(connection);
    if (open === undefined) {
      open = watch(connection);
      this.byConnection.set(connection, open);
    }
    open.add(observation);
  }

  delete(connection: MysqlConnection, observation: Observation): void {
    this.byConnection.get(connection)?.delete(observation);
  }
}

function watch(connection: MysqlConnection): Set<Observation> {
  const open = new Set<Observation>();
  const end = (result: Result): void => {
    for (const observation of open) observation.end(result);
    open.clear();
  };
  // Not `error` itself: an unhandled error has to stay unhandled.
  connection.on(errorMonitor, (error: unknown) => end(databaseResult({}, error)));
  connection.stream?.once('close', () => {
    if (connection._closing === true) end(GIVEN_UP);
    else if (open.size > 0)
      end(databaseResult({}, new Error('The connection was closed before the query was answered')));
  });
  return open;
}
