import { context as contextApi } from '@opentelemetry/api';
import { foundFacts } from '../../../conventions/cache/cache-lookup.js';
import { concludeByThrow, type Settlement, type Result } from '../../../observation/index.js';
import { outsideCacheCall } from '../keyv/cache-call.js';

/** What several calls of `wrap` for one key share: cache-manager does the work once, and all wait for it. */
interface Work {
  wasFound: boolean;
  wasComputed: boolean;
  calls: number;
}

/** The calls of a cache's `wrap` that are under way. */
export class RunningWraps {
  private readonly works = new Map<unknown, Work>();

  /** A call for `key` begins. */
  enter(key: unknown): Wrap {
    let work = this.works.get(key);
    if (work === undefined) {
      work = { wasFound: false, wasComputed: false, calls: 0 };
      this.works.set(key, work);
    }
    const current = work;
    current.calls++;
    return new Wrap(current, () => {
      if (--current.calls === 0) this.works.delete(key);
    });
  }
}

/** One call of `wrap`. */
class Wrap {
  constructor(
    private readonly work: Work,
    private readonly leave: () => void,
  ) {}

  /** A store had the value: that is a hit, even if the value is computed again in the background. */
  readonly found = (): void => {
    this.work.wasFound = true;
  };

  readonly conclude = (settlement: Settlement): Result => {
    this.leave();
    if (settlement.as !== 'returned') return concludeByThrow(settlement);
    return { failed: false, facts: foundFacts(this.work.wasFound || !this.work.wasComputed ? 1 : 0, 1) };
  };

  /** The function that computes the value: code of the application, whose cache calls are observed again. */
  counted(compute: unknown): unknown {
    if (typeof compute !== 'function') return compute;
    const { work } = this;
    return function (this: unknown, ...parameters: unknown[]): unknown {
      work.wasComputed = true;
      const run = () => Reflect.apply(compute, this, parameters) as unknown;
      return contextApi.with(outsideCacheCall(contextApi.active()), run);
    };
  }
}
