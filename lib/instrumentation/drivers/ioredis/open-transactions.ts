/** A client, as far as it says that its connection is gone. */
interface Client {
  on?(event: 'close' | 'end', listener: () => void): unknown;
}

/** Clients between MULTI and EXEC: what they answer is `QUEUED`, and no value. */
export class OpenTransactions {
  private readonly open = new WeakSet<object>();
  private readonly watched = new WeakSet<object>();

  /** Whether the answer to a command is `QUEUED`, or that of the transaction itself. */
  isQueued(command: string, client: Client): boolean {
    if (command === 'MULTI') this.begin(client);
    else if (command === 'EXEC' || command === 'DISCARD' || command === 'RESET') this.open.delete(client);
    else return this.open.has(client);
    return true;
  }

  /** The server refused it, or it never got there. */
  abandon(client: Client): void {
    this.open.delete(client);
  }

  /** A transaction ends with its connection, whatever the client sends over the next one. */
  private begin(client: Client): void {
    this.open.add(client);
    if (this.watched.has(client)) return;
    this.watched.add(client);
    const end = () => this.open.delete(client);
    client.on?.('close', end);
    client.on?.('end', end);
  }
}
