import { defineInternals } from '../../internals/internals.js';

/** What is touched of `node:sqlite`, which may still change with Node. */
export const NODE_SQLITE_INTERNALS = defineInternals({
  name: 'node:sqlite',
  packageName: 'node:sqlite',
  costs: 'its queries are not observed',
  option: 'database.drivers.nodeSqlite',
  members: {
    'DatabaseSync#prepare': { costs: 'statements that cannot be prepared are not observed' },
    'DatabaseSync#exec': { costs: 'queries through exec are not observed' },
    'StatementSync#run': { costs: 'queries through run are not observed' },
    'StatementSync#get': { costs: 'queries through get are not observed' },
    'StatementSync#all': { costs: 'queries through all are not observed' },
    'StatementSync#iterate': { costs: 'queries through iterate are not observed', optional: true },
    'DatabaseSync#createTagStore': { costs: 'queries by tagged templates are not observed', optional: true },
    'TagStore#run': { costs: 'queries by tagged templates are not observed', optional: true },
    'TagStore#get': { costs: 'queries by tagged templates are not observed', optional: true },
    'TagStore#all': { costs: 'queries by tagged templates are not observed', optional: true },
    'TagStore#iterate': { costs: 'queries by tagged templates are not observed', optional: true },
  },
});

export type NodeSqliteMember = keyof typeof NODE_SQLITE_INTERNALS.members;
