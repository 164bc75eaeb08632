/** What stands where something is hidden. */
export const REDACTED = '[REDACTED]';
