import { createRequire } from 'node:module';
import { driverInstrumentation } from '../driver-instrumentation.js';

interface KeyvPackage {
  readonly Keyv: { readonly prototype: object };
}

/** Keyv is published twice, for `import` and for `require`; both copies may be in use. */
export type Copies = readonly KeyvPackage[];

/** Observes Keyv. What cache-manager asks of it belongs to cache-manager's own call. */
export const instrumentKeyv = driverInstrumentation<Copies>({
  packageName: 'keyv',
  wanted: ({ cache }) => cache.drivers.keyv,
  load: loadCopies,
  loadPatch: async () => (await import('./patch-keyv.js')).patchKeyv,
});

async function loadCopies(): Promise<Copies> {
  const imported = (await import('keyv')) as unknown as KeyvPackage;
  try {
    return [imported, createRequire(import.meta.url)('keyv') as KeyvPackage];
  } catch {
    // A version that is published for `import` alone.
    return [imported];
  }
}
