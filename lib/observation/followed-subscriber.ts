import { type Context, context as contextApi } from '@opentelemetry/api';
import { Subscriber } from 'rxjs';
import type { Execution } from './execution.js';

/**
 * Sits between an observed Observable and its subscriber. It ends the call when the source ends. It delivers values in
 * the context in which the subscriber subscribed: operators further down are not part of the call.
 */
export class FollowedSubscriber<T> extends Subscriber<T> {
  private latest: T | undefined;

  constructor(
    subscriber: Subscriber<T>,
    private readonly execution: Execution,
    private readonly outside: Context,
  ) {
    super(subscriber);
  }

  override unsubscribe(): void {
    // Stopped: it has completed or failed, and the call has ended.
    if (this.closed || this.isStopped) {
      super.unsubscribe();
      return;
    }
    // The teardown of the source is still part of the call.
    this.execution.within(() => super.unsubscribe());
    this.execution.end({ as: 'cancelled' });
  }

  protected override _next(value: T): void {
    this.latest = value;
    this.handOn(() => super._next(value));
  }

  protected override _error(error: unknown): void {
    this.execution.end({ as: 'thrown', error });
    this.handOn(() => super._error(error));
  }

  protected override _complete(): void {
    this.execution.end({ as: 'returned', value: this.latest });
    this.handOn(() => super._complete());
  }

  private handOn(work: () => void): void {
    if (contextApi.active() === this.outside) work();
    else contextApi.with(this.outside, work);
  }
}
