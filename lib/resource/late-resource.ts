import type { Attributes } from '@opentelemetry/api';
import { type RawResourceAttribute, type Resource, resourceFromAttributes } from '@opentelemetry/resources';

/** A resource whose attributes may be completed later, once. Its attributes can be read at any time. */
export class LateResource implements Resource {
  private current: Attributes;
  private pending: Promise<void> | undefined;

  constructor(base: Attributes, own: Attributes, later: Promise<Attributes> | undefined) {
    this.current = { ...base, ...own };
    this.pending = later?.then((found) => {
      this.current = { ...base, ...found, ...own };
      this.pending = undefined;
    });
  }

  get attributes(): Attributes {
    return this.current;
  }

  get asyncAttributesPending(): boolean {
    return this.pending !== undefined;
  }

  /** Never rejects, and takes no longer than the detection may. */
  async waitForAsyncAttributes(): Promise<void> {
    await this.pending;
  }

  merge(other: Resource | null): Resource {
    return resourceFromAttributes(this.current).merge(other);
  }

  getRawAttributes(): RawResourceAttribute[] {
    return Object.entries(this.current) as RawResourceAttribute[];
  }
}
