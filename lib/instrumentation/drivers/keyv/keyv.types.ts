/** What is patched of keyv. */
export interface KeyvPackage {
  readonly Keyv?: { readonly prototype: object };
}
