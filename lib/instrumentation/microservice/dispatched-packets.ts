import type { Close } from '../instrumentation.js';
import type { Library } from '../internals/library.js';
import { ownerOf } from '../replace-method.js';
import type { ClientMember } from './microservice-clients.internals.js';
import type { OutgoingPacket } from './outgoing-packet.js';

type Dispatch = (this: object, packet: OutgoingPacket, ...rest: unknown[]) => unknown;
/** The methods of a client that hand a packet to its transport: one with a reply, one without. */
export type DispatchMethod = 'publish' | 'dispatchEvent';

/**
 * Puts the carrier into packets where clients hand them to their transport. Nest 11 needs it: its clients have no
 * method that makes a packet. Each class has methods for its own transport, so a class is patched when its first
 * client sends.
 */
export class DispatchedPackets {
  private readonly patched: Readonly<Record<DispatchMethod, WeakSet<object>>> = {
    publish: new WeakSet(),
    dispatchEvent: new WeakSet(),
  };
  private readonly closes: Close[] = [];

  constructor(
    private readonly members: Library<ClientMember>,
    private readonly carry: (client: object, packet: OutgoingPacket) => void,
  ) {}

  /** Follows the packets that a client is going to dispatch with one of its methods. */
  follow(client: object, method: DispatchMethod): void {
    const owner = ownerOf(client, method);
    const patched = this.patched[method];
    if (patched.has(owner)) return;
    patched.add(owner);
    const { carry } = this;
    const close = this.members.replace<Dispatch>(
      `ClientProxy#${method}`,
      owner,
      (original) =>
        function (packet, ...rest) {
          carry(this, packet);
          return original.call(this, packet, ...rest);
        },
    );
    // A client whose instance has the method must not be kept alive. Without an application the method adds nothing.
    if (owner !== client) this.closes.push(close);
  }

  end(): void {
    for (const close of this.closes) close();
  }
}
