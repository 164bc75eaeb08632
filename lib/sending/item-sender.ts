import type { SendOutcome } from './send-outcome.js';

/** Sends items over a network. Each `send` is one attempt; the queue in front of it decides about the next. */
export interface ItemSender<Item> {
  /** Where to, if that is an address: without credentials and query. */
  readonly address?: string | undefined;
  /** Never rejects. */
  send(items: readonly Item[]): Promise<SendOutcome>;
  /** Has what was sent delivered. Rejects when that fails. */
  flush?(): Promise<void>;
  /** At the deadline, everything that is under way is given up. */
  closeBy?(deadline: AbortSignal): void;
  close(): Promise<void>;
}
