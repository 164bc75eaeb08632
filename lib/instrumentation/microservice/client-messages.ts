import { type Context, context as contextApi } from '@opentelemetry/api';
import { Observable } from 'rxjs';
import { ATTR_MESSAGING_REPLY_CANCELLED } from '../../conventions/attributes.js';
import { isError } from '../../conventions/errors/is-error.js';
import { GIVEN_UP } from '../../conventions/given-up.js';
import { messagingResult, replyResult } from '../../conventions/messaging/messaging-operation.js';
import type { Operation, Result } from '../../observation/index.js';
import type { ObservedApplication } from '../instrumentation.js';
import { sendingFor } from './outgoing-carrier.js';

/** A message that a client is asked to send. */
export interface Sending {
  readonly application: ObservedApplication;
  readonly operation: Operation;
  readonly caller: Context;
  /** Called when the message is sent. The result is true as soon as its client is closed. */
  followClient(): () => boolean;
}

const SENT = messagingResult();
const CANCELLED: Result = { failed: false, facts: { [ATTR_MESSAGING_REPLY_CANCELLED]: true } };

/**
 * A message with a reply, sent again by each subscription, below the call that asked for it wherever it is subscribed.
 * It lasts until the last reply, an error, or the end of the subscription.
 */
export function observedRequest<T>(
  { application, operation, caller, followClient }: Sending,
  source: Observable<T>,
): Observable<T> {
  return new Observable<T>((subscriber) => {
    const subscribing = contextApi.active();
    const observation = application.telemetry.begin(operation, caller);
    const isClosed = followClient();
    let replied = false;
    const inner = contextApi.with(sendingFor(application, observation.context), () =>
      source.subscribe({
        // A reply comes in whatever context its connection was made in.
        next: (value) => {
          replied = true;
          contextApi.with(subscribing, () => subscriber.next(value));
        },
        error: (error: unknown) => {
          observation.end(isError(error) && isClosed() ? GIVEN_UP : replyResult(error));
          contextApi.with(subscribing, () => subscriber.error(error));
        },
        complete: () => {
          observation.end(SENT);
          contextApi.with(subscribing, () => subscriber.complete());
        },
      }),
    );
    return () => {
      // A caller that takes one reply leaves after it, and has what it wanted.
      observation.end(replied ? SENT : CANCELLED);
      inner.unsubscribe();
    };
  });
}

/** A message without a reply. It is on its way when this returns, and over when the transport has taken it. */
export function observedEvent<T>(
  { application, operation, caller, followClient }: Sending,
  send: () => Observable<T>,
): Observable<T> {
  const observation = application.telemetry.begin(operation, caller);
  const isClosed = followClient();
  let source: Observable<T>;
  try {
    source = contextApi.with(sendingFor(application, observation.context), send);
  } catch (error) {
    observation.end(messagingResult(error));
    throw error;
  }
  // It is hot: one more subscription sends nothing again.
  source.subscribe({
    error: (error: unknown) => observation.end(isClosed() ? GIVEN_UP : messagingResult(error)),
    complete: () => observation.end(SENT),
  });
  return inContextOfSubscriber(source);
}

/** What a subscriber does next is its own affair, and not part of the message before. */
function inContextOfSubscriber<T>(source: Observable<T>): Observable<T> {
  return new Observable<T>((subscriber) => {
    const subscribing = contextApi.active();
    return source.subscribe({
      next: (value) => contextApi.with(subscribing, () => subscriber.next(value)),
      error: (error: unknown) => contextApi.with(subscribing, () => subscriber.error(error)),
      complete: () => contextApi.with(subscribing, () => subscriber.complete()),
    });
  });
}
