import { driverInstrumentation } from '../driver-instrumentation.js';
import { KEYV_INTERNALS, type KeyvMember } from './keyv.internals.js';
import type { KeyvPackage } from './keyv.types.js';

/**
 * Observes Keyv, which is published twice, for `import` and for `require`. What cache-manager asks of it belongs to
 * cache-manager's own call.
 */
export const instrumentKeyv = driverInstrumentation<KeyvPackage, KeyvMember>({
  internals: KEYV_INTERNALS,
  wanted: ({ cache }) => cache.drivers.keyv,
  isDual: true,
  load: async () => (await import('keyv')) as unknown as KeyvPackage,
  loadPatch: async () => (await import('./patch-keyv.js')).patchKeyv,
});
