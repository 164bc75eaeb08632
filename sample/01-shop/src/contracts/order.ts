export interface Order {
  readonly id: number;
  readonly user_id: number;
  readonly sku: string;
  readonly quantity: number;
  readonly total_cents: number;
}

export interface PlaceOrder {
  readonly userId: number;
  readonly sku: string;
  readonly quantity: number;
}

/** What the orders service answers to. */
export const PLACE_ORDER = 'orders.place';
export const FIND_ORDER = 'orders.find';

/** How it says that something cannot be done: with the HTTP status that fits. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}
