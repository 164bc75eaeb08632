/** Items that are sent together. */
export interface Batch<Item> {
  readonly items: readonly Item[];
  readonly sizes: readonly number[];
  readonly bytes: number;
}

/** Items in order, with the size of each. */
export class SizedItems<Item> {
  private readonly items: Item[] = [];
  private readonly sizes: number[] = [];
  private total = 0;

  get length(): number {
    return this.items.length;
  }

  get bytes(): number {
    return this.total;
  }

  push(item: Item, bytes: number): void {
    this.items.push(item);
    this.sizes.push(bytes);
    this.total += bytes;
  }

  /** Takes the first items: as many as both limits allow, and one at least. */
  take(maxItems: number, maxBytes: number): Batch<Item> {
    let count = 0;
    let bytes = 0;
    for (const size of this.sizes) {
      if (count === maxItems || (count > 0 && bytes + size > maxBytes)) break;
      count++;
      bytes += size;
    }
    this.total -= bytes;
    return { items: this.items.splice(0, count), sizes: this.sizes.splice(0, count), bytes };
  }

  /** Puts a batch before all others. */
  putBack({ items, sizes, bytes }: Batch<Item>): void {
    this.items.unshift(...items);
    this.sizes.unshift(...sizes);
    this.total += bytes;
  }

  clear(): void {
    this.items.length = 0;
    this.sizes.length = 0;
    this.total = 0;
  }
}
