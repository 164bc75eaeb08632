import { defineInternals } from '../../internals/internals.js';

/**
 * What is touched of `mongodb`. The package publishes its events without the context in which they were caused; this
 * file is not exported, and its class is called in that context.
 */
export const MONGODB_INTERNALS = defineInternals({
  name: 'mongodb',
  packageName: 'mongodb',
  supported: '^6.0.0 || ^7.0.0',
  costs: 'its commands are not observed',
  option: 'database.drivers.mongodb',
  members: {
    'lib/cmap/connection.js': { costs: 'its commands are not observed' },
    'Connection#command': { costs: 'its commands are not observed' },
    'Connection#established': { costs: 'its commands are not observed' },
    'Connection#address': { costs: 'its commands do not say which server they are for' },
  },
});

export type MongodbMember = keyof typeof MONGODB_INTERNALS.members;
