import type { DeliveryCounter } from './delivery-counter.js';
import type { LossReason } from './send-outcome.js';

export interface DeliveryNames {
  /** What is sent, in the plural: `spans`, `log lines`. */
  readonly items: string;
  /** Who takes them: `the exporter otlp at http://…`. */
  readonly where: string;
}

interface Outage {
  readonly since: number;
  lost: number;
}

/**
 * Counts what becomes of items, and says in the log what the application's people should know: one line when a receiver
 * goes away and one with numbers when it is back; losses with their reason.
 */
export class DeliveryReport {
  private outage: Outage | undefined;
  private isOverflowing = false;

  constructor(
    private readonly names: DeliveryNames,
    private readonly counter: DeliveryCounter,
    private readonly report: (what: string, error?: unknown) => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** `waited` is the number of items that were in the queue, these among them. */
  sent(items: number, waited: number): void {
    if (items === 0) return;
    this.counter.sent(items);
    this.isOverflowing = false;
    this.over(waited);
  }

  /** Items failed for a passing reason and go back into the queue. */
  retried(items: number, error: unknown): void {
    this.counter.retry(items);
    if (this.outage !== undefined) return;
    this.outage = { since: this.now(), lost: 0 };
    const { items: what, where } = this.names;
    this.report(`${capitalised(what)} cannot be delivered to ${where}: they wait, and are sent again`, error);
  }

  lost(items: number, reason: LossReason, error: unknown): void {
    if (items === 0) return;
    this.counter.lose(items, reason);
    if (this.outage !== undefined) this.outage.lost += items;
    const overflows = reason === 'queue_full' || reason === 'queue_bytes';
    if (overflows && this.isOverflowing) return;
    this.isOverflowing ||= overflows;
    this.report(this.sentence(reason), error);
  }

  /** For items that come after the end. */
  lostQuietly(items: number): void {
    this.counter.lose(items, 'shutdown');
  }

  /** Something else than an item is the matter. */
  trouble(what: string, error: unknown): void {
    this.report(`${capitalised(this.names.where)} ${what}`, error);
  }

  private over(waited: number): void {
    if (this.outage === undefined) return;
    const { since, lost } = this.outage;
    this.outage = undefined;
    const seconds = ((this.now() - since) / 1_000).toFixed(1);
    const { items: what, where } = this.names;
    this.report(
      `${capitalised(what)} are delivered to ${where} again, after ${seconds} s: ${waited} waited, ${lost} were lost`,
    );
  }

  private sentence(reason: LossReason): string {
    const { items, where } = this.names;
    switch (reason) {
      case 'queue_full':
      case 'queue_bytes':
        return `${capitalised(items)} do not fit into the queue for ${where} and are lost`;
      case 'rejected':
        return `${capitalised(where)} rejects ${items}: they are lost`;
      case 'unconfirmed':
        return `${capitalised(where)} does not confirm that ${items} have arrived: they count as lost`;
      default:
        return `${capitalised(items)} cannot be delivered to ${where}, and are lost`;
    }
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
