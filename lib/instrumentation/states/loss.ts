/** Something that an instrumentation needs of a library and does not find. */
export interface Loss {
  /** The name of the instrumentation. */
  readonly instrumentation: string;
  /** The copy of the library: package, version, and the path of a copy that is not the application's. */
  readonly library: string;
  /** What is wrong with it: `has no Client#query`. */
  readonly problem: string;
  /** What is not observed: `its queries are not observed`. */
  readonly costs: string;
  readonly fix: string;
  readonly error?: unknown;
}

/** A loss as a sentence for the log. */
export function describeLoss({ library, problem, costs, fix }: Loss): string {
  return `${library} ${problem}: ${costs}. Fix: ${fix}`;
}
