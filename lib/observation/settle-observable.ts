import { context as contextApi } from '@opentelemetry/api';
import { Observable } from 'rxjs';
import type { Execution } from './execution.js';
import { FollowedSubscriber } from './followed-subscriber.js';

/**
 * Follows each subscription to its end: complete, error or unsubscribe. The first belongs to the call that made the
 * Observable; each further one does the work again and is a call by itself. The source runs in the context of the call,
 * and what it gives is handled in the context of the subscriber.
 */
export function settleObservable<T>(source: Observable<T>, execution: Execution): Observable<T> {
  let unclaimed: Execution | undefined = execution;
  const followed = new Observable<T>((subscriber) => {
    // It has left already: RxJS subscribes and tears down at once, and there is nothing to follow.
    if (subscriber.closed) return source.subscribe(subscriber);
    const current = unclaimed ?? execution.restart();
    unclaimed = undefined;
    const follower = new FollowedSubscriber(subscriber, current, contextApi.active());
    try {
      return current.within(() => source.subscribe(follower));
    } catch (error) {
      current.end({ as: 'thrown', error });
      throw error;
    }
  });
  return Object.getPrototypeOf(source) === Observable.prototype ? followed : lookingLike(source, followed);
}

/** What an Observable offers by way of its `subscribe`. */
const BY_SUBSCRIBING = new Set<PropertyKey>(['pipe', 'lift', 'forEach', 'toPromise', 'asObservable', 'constructor']);

/** A Subject keeps `next` and `value`: everything else goes to the original, whose fields may be private. */
function lookingLike<T>(source: Observable<T>, followed: Observable<T>): Observable<T> {
  const subscribe = followed.subscribe.bind(followed);
  return new Proxy(source, {
    get: (target, key) => {
      if (key === 'subscribe') return subscribe;
      const member: unknown = Reflect.get(target, key);
      const ownOf = typeof member === 'function' && !BY_SUBSCRIBING.has(key) && !Object.hasOwn(target, key);
      return ownOf ? (member.bind(target) as unknown) : member;
    },
    set: (target, key, value) => Reflect.set(target, key, value),
  });
}
