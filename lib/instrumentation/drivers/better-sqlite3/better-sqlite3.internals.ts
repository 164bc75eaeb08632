import { defineInternals } from '../../internals/internals.js';

/** What is touched of `better-sqlite3`. The class of its statements is not exported: it is found by a first statement. */
export const BETTER_SQLITE3_INTERNALS = defineInternals({
  name: 'better-sqlite3',
  packageName: 'better-sqlite3',
  supported: '>=11.0.0',
  costs: 'its queries are not observed',
  option: 'database.drivers.betterSqlite3',
  members: {
    'Database#prepare': { costs: 'its statements are not observed' },
    'Database#exec': { costs: 'queries through exec are not observed' },
    'Statement#run': { costs: 'queries through run are not observed' },
    'Statement#get': { costs: 'queries through get are not observed' },
    'Statement#all': { costs: 'queries through all are not observed' },
    'Statement#iterate': { costs: 'queries through iterate are not observed' },
    'Statement#source': { costs: 'its statements are not observed' },
  },
});

export type BetterSqlite3Member = keyof typeof BETTER_SQLITE3_INTERNALS.members;
