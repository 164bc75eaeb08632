/** The classes of ioredis that commands pass through. Its client is its default export, and has them as properties. */
export interface Ioredis {
  readonly Redis?: { readonly prototype: object };
  readonly Cluster?: { readonly prototype: object };
  readonly Pipeline?: { readonly prototype: object };
}
