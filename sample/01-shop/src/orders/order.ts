export interface Order {
  readonly id: number;
  readonly user_id: number;
  readonly sku: string;
  readonly quantity: number;
  readonly total_cents: number;
}
