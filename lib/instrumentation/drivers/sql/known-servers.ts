import { QueryDescriptions } from '../../../conventions/query-description.js';
import type { ObservedApplication } from '../../door.js';
import type { DatabaseServer } from './database-server.js';

/** Databases that an application is remembered to talk to at once. */
const MAX_SERVERS = 100;

/** What each application sends to each database, described once for all connections to it. */
export class KnownServers {
  private readonly byApplication = new WeakMap<ObservedApplication, Map<string, QueryDescriptions>>();

  queries(application: ObservedApplication, server: DatabaseServer): QueryDescriptions {
    let servers = this.byApplication.get(application);
    if (servers === undefined) {
      servers = new Map();
      this.byApplication.set(application, servers);
    }
    const { system, namespace, address, port } = server;
    const key = `${system} ${address} ${port} ${namespace}`;
    let queries = servers.get(key);
    if (queries === undefined) {
      if (servers.size >= MAX_SERVERS) servers.clear();
      const { queryText, maxQueryTextBytes } = application.options.database;
      const described = { system, namespace, queryText, maxQueryTextBytes };
      queries = new QueryDescriptions(address === undefined ? described : { ...described, server: { address, port } });
      servers.set(key, queries);
    }
    return queries;
  }
}
