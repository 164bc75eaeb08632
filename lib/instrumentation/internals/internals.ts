/** A private or undocumented member, or a file, that an instrumentation touches. */
export interface Internal {
  /** What is not observed without it, as a clause: `its queries are not observed`. */
  readonly costs: string;
  /** Some supported versions do not have it: that is no loss to report. */
  readonly optional?: true;
}

/** What an instrumentation touches of one library. Members are named as a report names them: `Client#query`. */
export interface Internals<Member extends string = string> {
  /** The name of the instrumentation in metrics. */
  readonly name: string;
  readonly packageName: string;
  /** The versions that are supported, as package.json has them. Absent where the library comes with Node. */
  readonly supported?: string;
  /** What is not observed when the library cannot be loaded: `its queries are not observed`. */
  readonly costs: string;
  /** The option that switches the instrumentation off. */
  readonly option?: string;
  readonly members: Readonly<Record<Member, Internal>>;
}

/** Declares what an instrumentation touches; the names of its members become a type. */
export function defineInternals<const Member extends string>(internals: Internals<Member>): Internals<Member> {
  return internals;
}
