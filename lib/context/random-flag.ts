/** The trace flag for "this trace id is random" of W3C Trace Context, level 2. OpenTelemetry's API lacks it. */
export const RANDOM_FLAG = 0b10;
