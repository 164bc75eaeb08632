import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Headers as the client of NATS has them. */
export interface NatsHeaders extends Iterable<[string, readonly string[]]> {
  append(name: string, value: string): void;
  set(name: string, value: string): void;
}

let create: (() => NatsHeaders) | undefined;

/** Empty headers, from the package that Nest's client has loaded by now. */
export function natsHeaders(): NatsHeaders {
  create ??= load();
  return create();
}

function load(): () => NatsHeaders {
  const name = '@nats-io/transport-node';
  let found: { headers: () => NatsHeaders };
  try {
    found = createRequire(import.meta.url)(name) as typeof found;
  } catch {
    // Where packages do not see each other's dependencies, the application has it.
    found = createRequire(join(process.cwd(), 'package.json'))(name) as typeof found;
  }
  return found.headers;
}
