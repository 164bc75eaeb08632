import { defineInternals } from '../../internals/internals.js';

/** What is touched of `postgres`. */
export const POSTGRES_INTERNALS = defineInternals({
  name: 'postgres',
  packageName: 'postgres',
  supported: '^3.3.0',
  costs: 'its queries are not observed',
  option: 'database.drivers.postgres',
  members: {
    'Query#handle': { costs: 'its queries are not observed' },
    'Query#strings': { costs: 'its queries have no text' },
    'Query#args': { costs: 'the arguments of its queries are not counted' },
    'Query#canceller': { costs: 'its queries do not say which server they are for' },
    'Query#resolve': { costs: 'its queries do not end' },
    'Query#reject': { costs: 'failures of its queries are not observed' },
  },
});

export type PostgresMember = keyof typeof POSTGRES_INTERNALS.members;
