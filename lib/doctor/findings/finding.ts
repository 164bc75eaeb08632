/** `error`: telemetry is lost. `warning`: a part of it may be. `note`: worth knowing. `ok`: verified. */
export const FINDING_LEVELS = ['error', 'warning', 'note', 'ok'] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** One result of the doctor. No text has credentials in it. */
export interface Finding {
  readonly level: FindingLevel;
  /** What it is about: a package, a variable, `traces`, `metrics`, `logs`, `process` … */
  readonly about: string;
  /** What was found, as a sentence. */
  readonly what: string;
  readonly why?: string;
  /** What to do. Each warning and each error has one. */
  readonly fix?: string;
}
