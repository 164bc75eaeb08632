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
      const before = operation.labels;
      this.open.add(connection, observation);
      return (result) => {
        if (observation.ended) return;
        // The first query of a connection may have been asked before the server said what it is.
        const known = this.describe(application, connection, text, values);
        if (known.labels !== before) observation.describe(known);
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
    { config, _isMariaDB: isMariaDb }: MysqlConnection,
    text: unknown,
    values: unknown,
  ): Operation {
    const { host, port, socketPath, database } = config;
    const statements = this.servers.statements(application, {
      system: isMariaDb === true ? 'mariadb' : 'mysql',
      namespace: database,
      address: socketPath ?? host,
      port: socketPath === undefined ? port : undefined,
    });
    return statements.operation(typeof text === 'string' ? text : '', count(values));
  }
}

/** An object has one argument for each of its named placeholders. */
function count(values: unknown): number {
  if (values === undefined) return 0;
  if (typeof values === 'object' && values !== null)
    return Array.isArray(values) ? values.length : Object.keys(values).length;
  return 1;
}
