import { QueryDescriptions } from '../../../conventions/database/query-description.js';
import { RecentValues } from '../../../life-cycle/recent-values.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { DatabaseServer } from './database-server.js';

/** Databases whose descriptions new connections share. Connections that exist keep theirs, whatever their number. */
const SHARED_SERVERS = 500;

interface Known {
  readonly server: DatabaseServer;
  readonly queries: QueryDescriptions;
}

interface OfApplication {
  readonly byConnection: WeakMap<object, Known>;
  readonly shared: RecentValues<QueryDescriptions>;
}

/**
 * What each application sends over each connection. A connection has it from its first query on, and so a query costs the
 * same however many databases there are.
 */
export class ConnectionQueries {
  private readonly byApplication = new WeakMap<ObservedApplication, OfApplication>();

  /** `connection` is whatever leads to one server: a connection, a pool, or its configuration. */
  queries(application: ObservedApplication, connection: object, server: DatabaseServer): QueryDescriptions {
    let own = this.byApplication.get(application);
    if (own === undefined) {
      own = { byConnection: new WeakMap(), shared: new RecentValues(SHARED_SERVERS) };
      this.byApplication.set(application, own);
    }
    const known = own.byConnection.get(connection);
    // A connection can change its database, and a server says late what it is.
    if (known !== undefined && isSame(known.server, server)) return known.queries;
    const queries = sharedQueries(own.shared, application, server);
    own.byConnection.set(connection, { server, queries });
    return queries;
  }
}

function sharedQueries(
  shared: RecentValues<QueryDescriptions>,
  application: ObservedApplication,
  server: DatabaseServer,
): QueryDescriptions {
  const key = JSON.stringify([server.system, server.address, server.port, server.namespace]);
  let queries = shared.get(key);
  if (queries === undefined) {
    queries = new QueryDescriptions(describe(application, server));
    shared.set(key, queries);
  }
  return queries;
}

function isSame(one: DatabaseServer, other: DatabaseServer): boolean {
  return (
    one.namespace === other.namespace &&
    one.address === other.address &&
    one.port === other.port &&
    one.system === other.system
  );
}

function describe(
  { options: { database } }: ObservedApplication,
  { system, namespace, address, port }: DatabaseServer,
): ConstructorParameters<typeof QueryDescriptions>[0] {
  const { queryText, maxQueryTextBytes } = database;
  const described = { system, namespace, queryText, maxQueryTextBytes };
  return address === undefined ? described : { ...described, server: { address, port } };
}
