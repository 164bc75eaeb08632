import type { ItemSender } from './item-sender.js';
import type { SendOutcome } from './send-outcome.js';
import { atDeadline } from './sender.js';

/** While the application ends, an export waits no longer. */
const LAST_WAIT_MS = 1_000;

/** Holds exports until `ready` settles. `ready` never rejects. */
export class HeldSender<Item> implements ItemSender<Item> {
  private readonly ended = Promise.withResolvers<void>();
  private isReady = false;

  constructor(
    private readonly sender: ItemSender<Item>,
    private readonly ready: Promise<void>,
  ) {}

  get address(): string | undefined {
    return this.sender.address;
  }

  async send(items: readonly Item[]): Promise<SendOutcome> {
    if (!this.isReady) await Promise.race([this.ready, this.ended.promise]);
    this.isReady = true;
    return this.sender.send(items);
  }

  async flush(): Promise<void> {
    await this.sender.flush?.();
  }

  closeBy(deadline: AbortSignal): void {
    setTimeout(() => this.ended.resolve(), LAST_WAIT_MS).unref();
    atDeadline(deadline, () => this.ended.resolve());
    this.sender.closeBy?.(deadline);
  }

  close(): Promise<void> {
    this.ended.resolve();
    return this.sender.close();
  }
}
