import type { PoolAddress } from '../../../conventions/database/connection-pool.js';
import type { SharedPatch } from '../../shared-patch.js';
import type { Call } from '../../replace-method.js';
import type { Library } from '../../internals/library.js';
import type { ConnectionQueries } from '../sql/connection-queries.js';
import { PooledQueries } from '../sql/pooled-queries.js';
import { WatchedPools } from '../sql/watched-pools.js';
import { describeQuery } from './describe-query.js';
import type { PgClient, PgPool, PgQueryConfig } from './pg.types.js';
import type { PgMember } from './pg.internals.js';
import { poolAddress } from './pool-address.js';

const COUNTS = ['totalCount', 'idleCount', 'waitingCount'] as const;

/** The pools of `pg`: who asks them for connections, and how many they have. */
export class PgPools {
  private readonly asked = new PooledQueries();
  private readonly watched = new WatchedPools<PgPool>(
    (pool) => this.address(pool),
    ({ totalCount, idleCount, waitingCount, ending }) =>
      ending && totalCount === 0 ? undefined : { open: totalCount, idle: idleCount, waiting: waitingCount },
  );

  constructor(
    private readonly patch: SharedPatch,
    private readonly queries: ConnectionQueries,
    private readonly library: Library<PgMember>,
  ) {}

  /** `Pool#connect`, which everything passes that wants a connection. */
  readonly connect = (original: Call, observedElsewhere: () => boolean): Call => {
    const { asked, watched, patch } = this;
    return function connect(this: unknown, ...parameters) {
      const failed = asked.take();
      const application = patch.application(this);
      if (application === undefined) return Reflect.apply(original, this, parameters);
      const [callback, ...others] = parameters;
      if (typeof callback === 'function') {
        const tell = failed && ((error: unknown) => failed(error, { isForeignSpan: observedElsewhere() }));
        const followed = watched.follow(callback as Call, this as PgPool, application, tell);
        return Reflect.apply(original, this, [followed, ...others]);
      }
      const answered = watched.ask(this as PgPool, application);
      // A derived promise, like that of the driver: an unhandled rejection stays unhandled.
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
  };

  /** `Pool#query`, which a client sees too, where there is one. */
  readonly query = (original: Call): Call => {
    const { asked, queries, patch } = this;
    return function query(this: unknown, ...parameters) {
      const application = patch.application(this);
      const [config, values] = parameters as [string | PgQueryConfig | undefined, unknown];
      const ask = () => Reflect.apply(original, this, parameters);
      if (application === undefined || config === undefined || config === null) return ask();
      const describe = () => {
        const { text, argumentCount } = describeQuery({}, config, values);
        const server = { system: 'postgresql', ...poolAddress(this as PgPool) } as const;
        return queries.queries(application, this as PgPool, server).operation(text, argumentCount);
      };
      return asked.ask({ application, describe }, ask);
    };
  };

  private address(pool: PgPool): PoolAddress {
    const { library } = this;
    for (const name of COUNTS) library.inspect(`Pool#${name}`, pool);
    library.inspect('Pool#options', pool);
    return poolAddress(pool);
  }
}
