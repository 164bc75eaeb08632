/** What is patched of mongodb. */
export interface MongoModule {
  readonly Connection?: { readonly prototype: object };
}
