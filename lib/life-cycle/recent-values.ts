const DEFAULT_CAPACITY = 500;

/**
 * A bounded map of what was used recently: when `capacity` values are new, those that were not used since are dropped.
 * Two maps that take turns, so that a value that is found costs one look-up and no reordering.
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

  /** The value of `key`; `make` makes it where there is none. */
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
