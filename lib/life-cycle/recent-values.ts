const DEFAULT_CAPACITY = 500;

/**
 * A bounded cache of recently used values. After `capacity` new values, values that were not used since are dropped. It
 * uses two maps in turn, so that a hit costs one look-up and no reordering.
 */
export class RecentValues<Value> {
  private young = new Map<string, Value>();
  private old = new Map<string, Value>();

  constructor(private readonly capacity = DEFAULT_CAPACITY) {}

  get(key: string): Value | undefined {
    const value = this.young.get(key);
    if (value !== undefined) return value;
    const earlier = this.old.get(key);
    if (earlier !== undefined) this.set(key, earlier);
    return earlier;
  }

  /** The value of `key`. `make` creates a missing value. */
  of(key: string, make: () => Value): Value {
    let value = this.get(key);
    if (value === undefined) {
      value = make();
      this.set(key, value);
    }
    return value;
  }

  set(key: string, value: Value): void {
    if (this.young.size >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, value);
  }
}
