/** A client of ioredis that says when it is opened again. */
interface ClosableClient {
  once?(event: 'connecting', listener: () => void): unknown;
}

/**
 * Clients that the application closes. ioredis itself forgets this before it rejects the commands that wait, and it rejects
 * those of a lost connection with the same error.
 */
export class ClosingClients {
  private readonly closing = new WeakSet<object>();

  add(client: ClosableClient): void {
    if (this.closing.has(client)) return;
    this.closing.add(client);
    // A client can be opened again.
    client.once?.('connecting', () => void this.closing.delete(client));
  }

  /** True for an error of a command that the client gives up since it is being closed. */
  givesUp(client: ClosableClient, { message }: Error): boolean {
    return message === 'Connection is closed.' && this.closing.has(client);
  }
}
