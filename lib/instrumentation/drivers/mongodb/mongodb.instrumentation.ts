import { driverInstrumentation } from '../driver-instrumentation.js';

export interface MongoModule {
  readonly Connection: { readonly prototype: object };
}

/** Observes MongoDB through `mongodb`, and so Mongoose: every command ends in a connection's `command`. */
export const instrumentMongodb = driverInstrumentation<MongoModule>({
  packageName: 'mongodb',
  wanted: ({ database }) => database.drivers.mongodb,
  load: async () => {
    // The package tells its events without the context in which they were caused; the connection is called in it.
    const module: object = await import('mongodb/lib/cmap/connection.js' as string);
    return ('default' in module ? module.default : module) as MongoModule;
  },
  loadPatch: async () => (await import('./patch-mongodb.js')).patchMongodb,
});
