import { QueryDescriptions } from '../../../conventions/database/query-description.js';
import type { ObservedApplication } from '../../instrumentation.js';
import type { DatabaseServer } from './database-server.js';

/** Databases that an application is remembered to talk to at once. */
const MAX_SERVERS = 100;

interface Known {
  readonly server: DatabaseServer;
  readonly queries: QueryDescriptions;
}

/** What each application sends to each database, described once for all connections to it. */
export class KnownServers {
  private readonly byApplication = new WeakMap<ObservedApplication, Known[]>();

  queries(application: ObservedApplication, server: DatabaseServer): QueryDescriptions {
    let known = this.byApplication.get(application);
    if (known === undefined) {
      known = [];
      this.byApplication.set(application, known);
    }
    // They are few: to compare costs less, for each query, than to put a key together.
    for (const candidate of known) if (isSame(candidate.server, server)) return candidate.queries;
    const queries = new QueryDescriptions(describe(application, server));
    if (known.length >= MAX_SERVERS) known.shift();
    known.push({ server, queries });
    return queries;
  }
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
