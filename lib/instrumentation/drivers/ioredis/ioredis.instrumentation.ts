import { IOREDIS_INTERNALS, type IoredisMember } from './ioredis.internals.js';
import { driverInstrumentation } from '../driver-instrumentation.js';
import type { Ioredis } from './ioredis.types.js';

/**
 * Observes ioredis where every command passes, in and out of pipelines and clusters. The tracing channel of ioredis 6
 * speaks when a command is written: one from the offline queue has the connection's context instead of its caller's, one
 * that never leaves it is not told of, and with a subscriber no rejection is unhandled any more.
 */
export const instrumentIoredis = driverInstrumentation<Ioredis, IoredisMember>({
  internals: IOREDIS_INTERNALS,
  wanted: ({ cache }) => cache.drivers.ioredis,
  load: async () => (await import('ioredis')).default as unknown as Ioredis,
  loadPatch: async () => (await import('./patch-ioredis.js')).patchIoredis,
});
