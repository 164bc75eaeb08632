import { type Channel, channel, type ChannelListener } from 'node:diagnostics_channel';

/**
 * Subscribes to a diagnostics channel behind all others, also behind those that come later, and so sees what they did
 * with a message. Returns what ends it.
 */
export function subscribeLast(name: string, listener: ChannelListener): () => void {
  const subject = channel(name);
  const before = Object.hasOwn(subject, 'subscribe') ? subject.subscribe : undefined;
  // Asked each time: a channel changes its prototype with its first subscriber.
  const inherited = () => Object.getPrototypeOf(subject) as Channel;
  let ended = false;

  inherited().subscribe.call(subject, listener);
  const subscribe = (other: ChannelListener): void => {
    (before ?? inherited().subscribe).call(subject, other);
    if (ended) return;
    inherited().unsubscribe.call(subject, listener);
    inherited().subscribe.call(subject, listener);
  };
  subject.subscribe = subscribe;

  return () => {
    ended = true;
    inherited().unsubscribe.call(subject, listener);
    if (subject.subscribe !== subscribe) return;
    if (before === undefined) Reflect.deleteProperty(subject, 'subscribe');
    else subject.subscribe = before;
  };
}
