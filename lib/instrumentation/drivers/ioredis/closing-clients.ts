import type { IoredisClient } from './observed-command.js';

/**
 * Clients that the application closes. ioredis itself forgets this before it rejects the commands that wait, and it rejects
 * those of a lost connection with the same error.
 */
export class ClosingClients {
  private readonly closing = new WeakSet<object>();

  add(client: IoredisClient): void {
    if (this.closing.has(client)) return;
    this.closing.add(client);
    // A client can be opened again.
    client.once?.('connecting', () => void this.closing.delete(client));
  }

  /** True for an error of a command that the client gives up since it is being closed. */
  givesUp(client: IoredisClient, { message }: Error): boolean {
    return message === 'Connection is closed.' && this.closing.has(client);
  }
}
