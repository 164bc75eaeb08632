import type { LineOutput } from '../destinations/line-output.js';
import type { LogLine } from './log-line.js';

/** The text of a line, with its line break. */
export type LineFormat = (line: LogLine) => string;

/** Where the lines of a logger go. */
export interface LineTarget extends LineOutput {
  /** The format of the text for `write`. Default: JSON. */
  readonly format?: LineFormat;
  /** Takes each line, in addition to its text. */
  readonly record?: ((line: LogLine) => void) | undefined;
}
