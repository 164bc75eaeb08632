/** A package that telemetry knows, and does not observe by itself. */
export interface KnownPackage {
  readonly name: string;
  /** Not observed unless one of these is declared as well. */
  readonly unless?: readonly string[];
  /** What is not observed, as a clause: `its queries are not observed`. */
  readonly costs: string;
  /** What to do, in one sentence. */
  readonly fix: string;
}

/** A package that an application declares, and of whose calls telemetry sees nothing. */
export type UnobservedPackage = Omit<KnownPackage, 'unless'>;
