import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../replace-method.js';
import { WatchedPools } from '../sql/watched-pools.js';
import type { PgClient, PgPool } from './pg.types.js';

/** `Pool#connect`, which everything passes that wants a connection of a pool. */
export function poolConnect(patch: SharedPatch): (original: Call) => Call {
  const pools = new WatchedPools<PgPool>(addressOf, ({ totalCount, idleCount, waitingCount, ending }) =>
    ending && totalCount === 0 ? undefined : { open: totalCount, idle: idleCount, waiting: waitingCount },
  );
  return (original) =>
    function connect(this: unknown, ...parameters) {
      const application = patch.application(this);
      if (application === undefined) return Reflect.apply(original, this, parameters);
      const [callback, ...others] = parameters;
      if (typeof callback === 'function') {
        const followed = pools.follow(callback as Call, this as PgPool, application);
        return Reflect.apply(original, this, [followed, ...others]);
      }
      const answered = pools.ask(this as PgPool, application);
      // A derived promise, as the driver's own is: a rejection that nobody handles stays unhandled.
      return (Reflect.apply(original, this, parameters) as Promise<PgClient>).then(
        (client) => {
          answered();
          return client;
        },
        (error: unknown) => {
          answered();
          throw error;
        },
      );
    };
}

function addressOf({ options }: PgPool): {
  address: string | undefined;
  port: number | undefined;
  namespace: string | undefined;
} {
  const { connectionString } = options;
  const url =
    typeof connectionString === 'string' && URL.canParse(connectionString) ? new URL(connectionString) : undefined;
  const text = (value: unknown, otherwise: string | undefined): string | undefined =>
    typeof value === 'string' && value !== '' ? value : otherwise;
  const port = Number(url?.port || options['port'] || process.env['PGPORT'] || 5432);
  return {
    address: text(url?.hostname, text(options['host'], text(process.env['PGHOST'], 'localhost'))),
    port: Number.isInteger(port) ? port : undefined,
    namespace: text(url?.pathname.slice(1), text(options['database'], process.env['PGDATABASE'])),
  };
}
