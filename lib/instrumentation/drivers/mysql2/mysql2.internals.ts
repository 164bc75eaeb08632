import { defineInternals } from '../../internals/internals.js';

/** What is touched of `mysql2`: parts of it are not in its own types. */
export const MYSQL2_INTERNALS = defineInternals({
  name: 'mysql2',
  packageName: 'mysql2',
  supported: '^3.9.0',
  costs: 'its queries are not observed',
  option: 'database.drivers.mysql2',
  members: {
    'Connection#query': { costs: 'its queries are not observed' },
    'Connection#execute': { costs: 'its prepared queries are not observed' },
    'Connection#addCommand': { costs: 'statements that are prepared by hand are not observed' },
    'Pool#getConnection': { costs: 'waits for its connections are not measured' },
    'Pool#query': { costs: 'queries that get no connection are not observed' },
    'Pool#execute': { costs: 'prepared queries that get no connection are not observed' },
    'Pool#_allConnections': { costs: 'the connections of its pools are not counted' },
    'Pool#_freeConnections': { costs: 'the connections of its pools are not counted' },
    'Pool#_connectionQueue': { costs: 'requests that wait for its connections are not counted' },
    'Pool#config.connectionConfig': { costs: 'its pools have no name' },
    'Connection#config': { costs: 'its queries do not say which server they are for' },
    'Connection#stream': { costs: 'queries without a callback do not end when their connection is lost' },
    // Set when the application closes a connection.
    'Connection#_closing': { costs: 'queries that a closing connection gives up count as failed', optional: true },
    // Without it, callbacks and events are followed one by one.
    'Connection.createQuery': { costs: 'nothing', optional: true },
    // Known once a server has said so: there is none to ask when a connection is new.
    'Connection#_isMariaDB': { costs: 'MariaDB is called MySQL', optional: true },
  },
});

export type Mysql2Member = keyof typeof MYSQL2_INTERNALS.members;
