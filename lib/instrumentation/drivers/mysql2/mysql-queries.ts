import type { Context } from '@opentelemetry/api';
import type { PoolAddress } from '../../../conventions/database/connection-pool.js';
import type { Operation } from '../../../observation/index.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { Library } from '../../internals/library.js';
import { ConnectionQueries } from '../sql/connection-queries.js';
import { isHousekeeping } from '../sql/session-commands.js';
import type { EndQuery } from './follow-command.js';
import type { Mysql2Member } from './mysql2.internals.js';
import type { MysqlConfig, MysqlConnection } from './mysql2.types.js';
import { OpenQueries } from './open-queries.js';

type System = 'mysql' | 'mariadb';

/** Describes, begins and ends queries. */
export class MysqlQueries {
  private readonly connections = new ConnectionQueries();
  private readonly open = new OpenQueries();

  constructor(private readonly members: Library<Mysql2Member>) {}

  begin(
    application: ObservedApplication,
    connection: MysqlConnection,
    text: unknown,
    values: unknown,
    parent: Context,
  ): EndQuery {
    try {
      this.members.inspect('Connection#config', connection);
      this.members.inspect('Connection#stream', connection);
      const described = (): Operation => {
        const server = { system: systemOf(connection), config: connection.config };
        return this.describe(application, connection, server, text, values);
      };
      const system = systemOf(connection);
      const operation = described();
      if (isHousekeeping(operation, parent)) return () => undefined;
      const observation = application.telemetry.begin(operation, parent);
      this.open.add(connection, observation);
      return (result) => {
        if (observation.ended) return;
        // The first query of a connection may have been asked before the server said what it is.
        if (systemOf(connection) !== system) observation.describe(described());
        this.open.delete(connection, observation);
        observation.end(result);
      };
    } catch (error) {
      application.report('A query could not be observed', error);
      return () => undefined;
    }
  }

  describe(
    application: ObservedApplication,
    /** A connection, or a pool that has none. */
    connection: object,
    { system, config }: { readonly system: System; readonly config: MysqlConfig | undefined },
    text: unknown,
    values: unknown,
  ): Operation {
    const queries = this.connections.queries(application, connection, { system, ...serverOf(config) });
    return queries.operation(typeof text === 'string' ? text : '', count(values));
  }
}

/** Where connections of this configuration lead. */
export function serverOf({ host, port, socketPath, database }: MysqlConfig = {}): PoolAddress {
  return { address: socketPath ?? host, port: socketPath === undefined ? port : undefined, namespace: database };
}

function systemOf({ _isMariaDB: isMariaDb }: MysqlConnection): System {
  return isMariaDb === true ? 'mariadb' : 'mysql';
}

/** An object has one argument for each of its named placeholders. */
function count(values: unknown): number {
  if (values === undefined) return 0;
  if (typeof values !== 'object' || values === null) return 1;
  return Array.isArray(values) ? values.length : Object.keys(values).length;
}
