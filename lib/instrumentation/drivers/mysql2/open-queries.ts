import { errorMonitor } from 'node:events';
import { databaseResult } from '../../../conventions/database/database.js';
import type { Observation } from '../../../observation/index.js';
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
  const end = (error: unknown): void => {
    for (const observation of open) observation.end(databaseResult({}, error));
    open.clear();
  };
  // Not `error` itself: an unhandled error has to stay unhandled.
  connection.on(errorMonitor, end);
  connection.stream?.once('close', () => {
    if (open.size > 0) end(new Error('The connection was closed before the query was answered'));
  });
  return open;
}
