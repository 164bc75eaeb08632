import type { ObservedApplication } from '../instrumentation.js';
import { MessageDestinations } from './message-destinations.js';

const known = new WeakMap<ObservedApplication, MessageDestinations>();

/** The destinations that the clients of an application send to. */
export function destinationsFor(application: ObservedApplication): MessageDestinations {
  let destinations = known.get(application);
  if (destinations === undefined) {
    destinations = new MessageDestinations(application.options.messaging.ignorePatterns);
    known.set(application, destinations);
  }
  return destinations;
}
