import type { Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../door.js';
import { KnownServers } from '../sql/known-servers.js';
import type { EndQuery } from './follow-command.js';
import type { MysqlConnection } from './mysql2.types.js';
import { OpenQueries } from './open-queries.js';

/** Begins and ends the observation of queries. */
export class MysqlQueries {
  private readonly servers = new KnownServers();
  private readonly open = new OpenQueries();

  begin(application: ObservedApplication, connection: MysqlConnection, text: unknown, values: unknown): EndQuery {
    try {
      const operation = this.describe(application, connection, text, values);
      const observation = application.telemetry.begin(operation);
      const server = systemOf(connection);
      this.open.add(connection, observation);
      return (result) => {
        if (observation.ended) return;
        // The first query of a connection may have been asked before the server said what it is.
        if (systemOf(connection) !== server) observation.describe(this.describe(application, connection, text, values));
        this.open.delete(connection, observation);
        observation.end(result);
      };
    } catch (error) {
      application.report('A query could not be observed', error);
      return () => undefined;
    }
  }

  private describe(
    application: ObservedApplication,
    connection: MysqlConnection,
    text: unknown,
    values: unknown,
  ): Operation {
    const { host, port, socketPath, database } = connection.config;
    const queries = this.servers.queries(application, {
      system: systemOf(connection),
      namespace: database,
      address: socketPath ?? host,
      port: socketPath === undefined ? port : undefined,
    });
    return queries.operation(typeof text === 'string' ? text : '', count(values));
  }
}

function systemOf({ _isMariaDB: isMariaDb }: MysqlConnection): 'mariadb' | 'mysql' {
  return isMariaDb === true ? 'mariadb' : 'mysql';
}

/** An object has one argument for each of its named placeholders. */
function count(values: unknown): number {
  if (values === undefined) return 0;
  if (typeof values === 'object' && values !== null)
    return Array.isArray(values) ? values.length : Object.keys(values).length;
  return 1;
}
