import { defineInternals } from '../../internals/internals.js';

/** What is touched of `ioredis`. */
export const IOREDIS_INTERNALS = defineInternals({
  name: 'ioredis',
  packageName: 'ioredis',
  supported: '^5.3.0 || ^6.0.0',
  costs: 'its commands are not observed',
  option: 'cache.drivers.ioredis',
  members: {
    'Redis#sendCommand': { costs: 'its commands are not observed' },
    'Cluster#sendCommand': { costs: 'commands of clusters are not observed' },
    'Pipeline#sendCommand': { costs: 'commands in pipelines belong to the caller who sends them' },
    'Redis#options': { costs: 'its commands do not say which server they are for' },
    'Redis#status': { costs: 'commands that open a connection count as those of the application' },
    'Redis#scriptsSet': { costs: 'commands that a queue sends by itself count as those of the application' },
    'Redis#connect': { costs: 'its messages have the trace of whoever opened the connection' },
    'Redis#disconnect': { costs: 'commands that a closing client gives up count as failed' },
    'Command#resolve': { costs: 'its commands are not observed' },
    'Command#reject': { costs: 'failed commands are not observed' },
  },
});

export type IoredisMember = keyof typeof IOREDIS_INTERNALS.members;
