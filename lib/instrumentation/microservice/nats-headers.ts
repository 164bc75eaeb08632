import { join } from 'node:path';
import { applicationPlace } from '../../packages/application-place.js';
import { OWN_PLACE } from '../../packages/own-place.js';
import type { AddHeaders } from './header-serializer.js';
import { requireFrom } from '../../packages/require-from.js';

/** Headers as the client of NATS has them. */
export interface NatsHeaders extends Iterable<[string, readonly string[]]> {
  append(name: string, value: string): void;
  set(name: string, value: string): void;
}

/** The client of NATS as Nest 12 loads it, and as Nest 11 does. Each sends the headers of the other. */
const PACKAGES = ['@nats-io/transport-node', 'nats'];

let create: (() => NatsHeaders) | undefined;

/** A copy of the headers of a message, which may have none, with the carrier. */
export const addNatsHeaders: AddHeaders = (given, carrier) => {
  create ??= load();
  const headers = create();
  const written = new Set(Object.keys(carrier));
  for (const [name, values] of (given as NatsHeaders | undefined) ?? []) {
    if (!written.has(name.toLowerCase())) for (const value of values) headers.append(name, value);
  }
  for (const [name, value] of Object.entries(carrier)) headers.set(name, value);
  return headers;
};

/** The package that Nest's client has loaded by now. */
function load(): () => NatsHeaders {
  // Where packages do not see each other's dependencies, the application has it.
  const places = [OWN_PLACE, join(applicationPlace(), 'package.json')];
  let failure: unknown;
  for (const name of PACKAGES) {
    for (const place of places) {
      try {
        return (requireFrom(place)(name) as { headers: () => NatsHeaders }).headers;
      } catch (error) {
        failure ??= error;
      }
    }
  }
  throw failure;
}
