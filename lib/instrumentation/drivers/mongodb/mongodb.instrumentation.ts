import { driverInstrumentation } from '../driver-instrumentation.js';
import { MONGODB_INTERNALS, type MongodbMember } from './mongodb.internals.js';
import type { MongoModule } from './mongodb.types.js';

/** Observes MongoDB through `mongodb`, and so Mongoose: every command ends in a connection's `command`. */
export const instrumentMongodb = driverInstrumentation<MongoModule, MongodbMember>({
  internals: MONGODB_INTERNALS,
  wanted: ({ database }) => database.drivers.mongodb,
  file: 'lib/cmap/connection.js',
  // Only where the package is not found by its path: this says then that it is missing.
  load: async () => ((await import('mongodb' as string)) as { default: MongoModule }).default,
  loadPatch: async () => (await import('./patch-mongodb.js')).patchMongodb,
});
