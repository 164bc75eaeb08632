/** The text that replaces a hidden value. */
export const REDACTED = '[REDACTED]';
