import type { Close } from '../instrumentation.js';
import type { Library } from '../internals/library.js';
import { type Call, ownerOf } from '../replace-method.js';
import type { ClientMember } from './microservice-clients.internals.js';

/** The methods that close a client. `ClientsModule` copies `close` to each client as a hook of the shutdown. */
const METHODS = ['close', 'onApplicationShutdown'] as const;

/**
 * Clients that the application closes. They reject what waits with the same error as clients that have lost their
 * connection. Each class overrides `close`, so a class is patched when its first client sends.
 */
export class ClosingClients {
  private readonly times = new WeakMap<object, number>();
  private readonly patched = new WeakSet<object>();
  private readonly undo: Close[] = [];

  constructor(private readonly members: Library<ClientMember>) {}

  /** For a message that `client` sends now: true as soon as the client is closed. */
  follow(client: object): () => boolean {
    const { times } = this;
    if (!this.patched.has(client)) this.patch(client);
    const before = times.get(client);
    return () => times.get(client) !== before;
  }

  end(): void {
    for (const undo of this.undo) undo();
  }

  private patch(client: object): void {
    this.patched.add(client);
    const { times } = this;
    const closing = (original: Call): Call =>
      function (this: unknown, ...parameters) {
        times.set(this as object, (times.get(this as object) ?? 0) + 1);
        return Reflect.apply(original, this, parameters);
      };
    for (const method of METHODS) {
      const owner = ownerOf(client, method);
      if (owner === undefined || (owner !== client && this.patched.has(owner))) continue;
      const undo = this.members.replace(`ClientProxy#${method}`, owner, closing);
      // A client must not be kept alive. Without an application the method adds nothing.
      if (owner === client) continue;
      this.patched.add(owner);
      this.undo.push(undo);
    }
  }
}
