import { defineInternals } from '../../internals/internals.js';

/** What is touched of `pg` and of its pools. */
export const PG_INTERNALS = defineInternals({
  name: 'pg',
  packageName: 'pg',
  supported: '^8.11.0',
  costs: 'its queries are not observed',
  option: 'database.drivers.pg',
  members: {
    'Client#query': { costs: 'its queries are not observed' },
    'Client#connect': { costs: 'its notifications have the trace of whoever opened the connection' },
    'Pool#connect': { costs: 'waits for its connections are not measured' },
    'Pool#query': { costs: 'queries that get no connection are not observed' },
    'Pool#totalCount': { costs: 'the connections of its pools are not counted' },
    'Pool#idleCount': { costs: 'the connections of its pools are not counted' },
    'Pool#waitingCount': { costs: 'the connections of its pools are not counted' },
    'Pool#options': { costs: 'its pools have the names of their defaults' },
    'Client#host': { costs: 'its queries do not say which server they are for' },
    'Client#connection': { costs: 'queries by the name of a statement have no text' },
    'Query#handleReadyForQuery': { costs: 'queries of cursors and streams do not end' },
    'Query#handleError': { costs: 'failures of cursors and streams are not observed' },
  },
});

export type PgMember = keyof typeof PG_INTERNALS.members;
