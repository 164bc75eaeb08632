import { LOSS_REASONS, type LossReason } from './send-outcome.js';

/** Counts what becomes of items. */
export class DeliveryCounter {
  private arrived = 0;
  private returned = 0;
  private readonly losses = Object.fromEntries(LOSS_REASONS.map((reason) => [reason, 0])) as Record<LossReason, number>;

  /** Items that have arrived. */
  get exported(): number {
    return this.arrived;
  }

  /** How often an item failed for a passing reason and went back into the queue. */
  get retried(): number {
    return this.returned;
  }

  /** Items that never arrive, by reason. */
  get lostBy(): Readonly<Record<LossReason, number>> {
    return this.losses;
  }

  sent(items: number): void {
    this.arrived += items;
  }

  retry(items: number): void {
    this.returned += items;
  }

  lose(items: number, reason: LossReason): void {
    this.losses[reason] += items;
  }
}
