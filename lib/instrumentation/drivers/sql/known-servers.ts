import type { ObservedApplication } from '../../door.js';
import type { DatabaseServer } from './database-server.js';
import { Statements } from './statements.js';

/** Databases that an application is remembered to talk to at once. */
const MAX_SERVERS = 100;

/** What each application sends to each database, described once for all connections to it. */
export class KnownServers {
  private readonly byApplication = new WeakMap<ObservedApplication, Map<string, Statements>>();

  statements(application: ObservedApplication, server: DatabaseServer): Statements {
    let servers = this.byApplication.get(application);
    if (servers === undefined) {
      servers = new Map();
      this.byApplication.set(application, servers);
    }
    const key = `${server.system} ${server.address} ${server.port} ${server.namespace}`;
    let statements = servers.get(key);
    if (statements === undefined) {
      if (servers.size >= MAX_SERVERS) servers.clear();
      statements = new Statements(server);
      servers.set(key, statements);
    }
    return statements;
  }
}
