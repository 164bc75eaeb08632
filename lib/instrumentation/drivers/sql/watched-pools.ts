import { context as contextApi } from '@opentelemetry/api';
import {
  type ObserveWait,
  type PoolAddress,
  poolName,
  type PoolReading,
} from '../../../conventions/database/connection-pool.js';
import type { ObservedApplication } from '../../instrumentation.js';

type Callback = (...parameters: unknown[]) => unknown;

/** The pools of one driver. A pool is watched from its first use on, whenever it was made. */
export class WatchedPools<Pool extends object> {
  private readonly waits = new WeakMap<ObservedApplication, WeakMap<Pool, ObserveWait>>();
  private readonly followed = new WeakSet<Callback>();

  constructor(
    private readonly address: (pool: Pool) => PoolAddress,
    /** Undefined when the pool has ended. */
    private readonly read: (pool: Pool) => PoolReading | undefined,
  ) {}

  /** Somebody asks `pool` for a connection; call the result when there is an answer. */
  ask(pool: Pool, application: ObservedApplication): () => void {
    const wait = this.wait(pool, application);
    const startedAt = performance.now();
    return () => wait((performance.now() - startedAt) / 1_000);
  }

  /**
   * The callback that is to get a connection, followed: pools call it in the context of whoever gave the connection
   * back, or of nobody. A pool that asks anew on behalf of a callback gets it as it is. `failed` is told the error of a
   * pool that has no connection.
   */
  follow(
    callback: Callback,
    pool: Pool,
    application: ObservedApplication,
    failed?: (error: unknown) => void,
  ): Callback {
    if (this.followed.has(callback)) return callback;
    const answered = this.ask(pool, application);
    const caller = contextApi.active();
    const following: Callback = function (this: unknown, ...parameters) {
      answered();
      return contextApi.with(caller, () => {
        if (failed && parameters[0]) failed(parameters[0]);
        return Reflect.apply(callback, this, parameters);
      });
    };
    this.followed.add(following);
    return following;
  }

  private wait(pool: Pool, application: ObservedApplication): ObserveWait {
    let pools = this.waits.get(application);
    if (pools === undefined) {
      pools = new WeakMap();
      this.waits.set(application, pools);
    }
    let wait = pools.get(pool);
    if (wait === undefined) {
      wait = this.watch(pool, application);
      pools.set(pool, wait);
    }
    return wait;
  }

  private watch(pool: Pool, application: ObservedApplication): ObserveWait {
    // Not to keep a pool alive that its application has let go.
    const reference = new WeakRef(pool);
    try {
      return application.watchPool({
        name: poolName(this.address(pool)),
        read: () => {
          const alive = reference.deref();
          return alive && this.read(alive);
        },
      });
    } catch (error) {
      application.report('A connection pool could not be watched', error);
      return () => undefined;
    }
  }
}
