import { defineInternals } from '../../internals/internals.js';

/** What is touched of node-redis: channels that it publishes. Of versions without this file, nothing is seen. */
export const REDIS_INTERNALS = defineInternals({
  name: 'redis',
  packageName: '@redis/client',
  supported: '^5.12.1 || ^6.0.0',
  costs: 'its commands are not observed',
  option: 'cache.drivers.redis',
  members: {
    'dist/lib/client/tracing.js': { costs: 'its commands are not observed' },
    // Where the official instrumentation marks that it makes the spans of batches.
    'dist/lib/client/multi-command.js': { costs: 'batches have two spans beside that instrumentation', optional: true },
  },
});
